import { setupServer } from 'msw/node'

/** The network as tests see it. Nothing answers but what a test says. */
export const server = setupServer()

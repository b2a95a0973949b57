import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterAll, afterEach, beforeAll } from 'vitest'

import { installBrowserStubs } from '@/testing/browser-stubs'
import { FakeEventSource } from '@/testing/fake-event-source'
import { server } from '@/testing/server'

// For tests of what is shown, in a DOM.

installBrowserStubs()
// A busy machine is no defect of the app.
configure({ asyncUtilTimeout: 30_000 })

beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' })
})

afterEach(() => {
  cleanup()
  server.resetHandlers()
  FakeEventSource.reset()
  document.documentElement.removeAttribute('data-theme')
  localStorage.clear()
})

afterAll(() => {
  server.close()
})

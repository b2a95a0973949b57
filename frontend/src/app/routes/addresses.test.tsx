import { screen } from '@testing-library/react'
import { http } from 'msw'
import { describe, expect, it } from 'vitest'

import { overview, problem, signedIn } from '@/testing/handlers'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'
import { expectComplaint } from '@/testing/setup'

describe('addresses', () => {
  it('says so where there is no page', async () => {
    renderApp('/nowhere')

    expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeVisible()
    expect(screen.getByRole('link', { name: 'Go to all dashboards' })).toHaveAttribute('href', '/')
  })

  it('offers to try again where PyDash cannot say who is signed in', async () => {
    server.use(http.get('*/api/v1/users/me', () => problem({ status: 503, detail: 'The database is away.' })))
    const { user } = renderApp('/')
    expect(await screen.findByRole('alert')).toHaveTextContent('The database is away.')

    server.use(signedIn(), overview([]))
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('heading', { name: 'Dashboards' })).toBeVisible()
    expectComplaint(/The database is away/)
    expectComplaint(/Error in route match/)
  })
})

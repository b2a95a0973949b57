import { screen } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it, vi } from 'vitest'

import { makeDashboard, makeUser } from '@/testing/factories'
import { dashboard, problem, signedIn, signedOut } from '@/testing/handlers'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'

const row = makeDashboard()

it('asks for a dashboard and for who is signed in at once', async () => {
  let askedDashboard: () => void
  const asked = new Promise<void>((resolve) => {
    askedDashboard = resolve
  })
  server.use(
    http.get('*/api/v1/users/me', async () => {
      await asked
      return HttpResponse.json(makeUser())
    }),
    ...dashboard({
      dashboard: row,
      askedDashboard: () => {
        askedDashboard()
      },
    }),
  )
  renderApp(`/dashboards/${row.id}`)

  expect(await screen.findByRole('heading', { name: row.name, level: 1 })).toBeVisible()
})

it('asks for it once', async () => {
  // However long a busy machine takes, the answer is as good as new.
  vi.useFakeTimers({ toFake: ['Date'] })
  let asks = 0
  server.use(
    signedIn(),
    ...dashboard({
      dashboard: row,
      askedDashboard: () => {
        asks += 1
      },
    }),
  )
  renderApp(`/dashboards/${row.id}/settings`)
  await screen.findByRole('heading', { name: row.name, level: 1 })

  expect(asks).toBe(1)
})

it('leads to the sign-in page where nobody is signed in, and from there to the dashboard', async () => {
  let isSignedIn = false
  server.use(
    http.get(`*/api/v1/dashboards/${row.id}`, () =>
      isSignedIn ? undefined : problem({ type: '/problems/unauthenticated', status: 401 }),
    ),
    ...signedOut(),
    http.post('*/api/v1/sessions', () => {
      isSignedIn = true
      return HttpResponse.json(makeUser(), { status: 201 })
    }),
    ...dashboard({ dashboard: row }),
  )
  const { user } = renderApp(`/dashboards/${row.id}`)
  await user.type(await screen.findByLabelText('Name'), 'alice')
  await user.type(screen.getByLabelText('Password'), 'correct horse')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))

  expect(await screen.findByRole('heading', { name: row.name, level: 1 })).toBeVisible()
})

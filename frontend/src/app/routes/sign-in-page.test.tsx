import { screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { describe, expect, it } from 'vitest'

import { expectAccessible } from '@/testing/axe'
import { makeDashboard, makeUser } from '@/testing/factories'
import { dashboard, dashboards, problem, signedIn, signedOut } from '@/testing/handlers'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'

const SESSIONS = '*/api/v1/sessions'

async function signIn(user: ReturnType<typeof renderApp>['user']) {
  await user.type(await screen.findByLabelText('Name'), 'alice')
  await user.type(screen.getByLabelText('Password'), 'correct horse')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))
}

describe('signing in', () => {
  it('leads back to the page that asked for it', async () => {
    const row = makeDashboard()
    let credentials: unknown
    server.use(
      ...signedOut(),
      http.post(SESSIONS, async ({ request }) => {
        credentials = await request.json()
        return HttpResponse.json(makeUser(), { status: 201 })
      }),
      ...dashboard({ dashboard: row }),
    )
    const { user, router, container } = renderApp(`/dashboards/${row.id}?range=7d`)
    await screen.findByLabelText('Name')
    await expectAccessible(container)

    await signIn(user)

    expect(await screen.findByRole('heading', { name: row.name, level: 1 })).toBeVisible()
    expect(router.state.location.href).toBe(`/dashboards/${row.id}?range=7d`)
    expect(credentials).toEqual({ name: 'alice', password: 'correct horse' })
  })

  it('says in the words of the API why it failed, and keeps what was typed', async () => {
    server.use(
      ...signedOut(),
      http.post(SESSIONS, () => problem({ status: 401, detail: 'The name or the password is not right.' })),
    )
    const { user, router } = renderApp('/')

    await signIn(user)

    expect(await screen.findByRole('alert')).toHaveTextContent('The name or the password is not right.')
    expect(screen.getByLabelText('Name')).toHaveValue('alice')
    expect(router.state.location.pathname).toBe('/sign-in')
  })

  it('says so where PyDash is away', async () => {
    server.use(
      ...signedOut(),
      http.post(SESSIONS, () => HttpResponse.error()),
    )
    const { user } = renderApp('/sign-in')

    await signIn(user)

    expect(await screen.findByRole('alert')).toHaveTextContent('PyDash cannot be reached')
  })

  it.each([
    '//evil.example/',
    'https://evil.example/',
    '/\\evil.example',
    `${location.origin}//evil.example/`,
  ])('never leads to another site: %s', async (from) => {
    server.use(signedIn(), dashboards([]))
    const { router } = renderApp(`/sign-in?from=${encodeURIComponent(from)}`)

    expect(await screen.findByRole('heading', { name: 'Dashboards' })).toBeVisible()
    expect(router.state.location.href).toBe('/')
  })
})

describe('signing out', () => {
  it('ends the session and shows nothing any more', async () => {
    let ended = false
    server.use(
      signedIn(),
      dashboards([]),
      http.delete('*/api/v1/sessions/current', () => {
        ended = true
        return new HttpResponse(null, { status: 204 })
      }),
    )
    const { user, router } = renderApp('/')

    await user.click(await screen.findByRole('button', { name: 'Account of alice' }))
    await user.click(screen.getByRole('button', { name: 'Sign out' }))

    expect(await screen.findByRole('button', { name: 'Sign in' })).toBeVisible()
    expect(ended).toBe(true)
    expect(router.state.location.pathname).toBe('/sign-in')
  })
})

describe('a session that ends while a page is open', () => {
  it('leads to the sign-in page and remembers where one was', async () => {
    const row = makeDashboard()
    server.use(signedIn(), ...dashboard({ dashboard: row }))
    const { user, router } = renderApp(`/dashboards/${row.id}`)
    await screen.findByRole('heading', { name: row.name, level: 1 })

    server.use(
      ...signedOut(),
      http.get(`*/api/v1/dashboards/${row.id}`, () => problem({ status: 401, detail: 'Sign in.' })),
      http.get(`*/api/v1/dashboards/${row.id}/endpoints`, () => problem({ status: 401, detail: 'Sign in.' })),
    )
    await user.click(screen.getByRole('radio', { name: '7 d' }))

    expect(await screen.findByLabelText('Name')).toBeVisible()
    await waitFor(() => {
      expect(router.state.location.search).toEqual({ from: `/dashboards/${row.id}?range=7d` })
    })
  })
})

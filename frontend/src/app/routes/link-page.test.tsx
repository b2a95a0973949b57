import { act, screen } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { describe, expect, it, vi } from 'vitest'

import { expectAccessible } from '@/testing/axe'
import { makeDashboard } from '@/testing/factories'
import { problem } from '@/testing/handlers'
import { makeOverviewItem } from '@/testing/overview-factories'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'

interface Opening {
  token: string
  password?: string
}

const NEEDED = { type: '/problems/link-password-needed', status: 401 }
const DEAD = { type: '/problems/link-invalid', status: 401, detail: 'This link does not work.' }

/** PyDash as those who have links see it: `secrets` work, and each shows the dashboard of its name. */
function linkApi(secrets: readonly string[], password?: string) {
  const live = new Set(secrets)
  const sessions = new Map<string, string>()
  const asked: string[] = []
  server.use(
    http.post<never, Opening>('*/api/v1/link-sessions', async ({ request }) => {
      const opening = await request.json()
      if (!live.has(opening.token)) return problem(DEAD)
      if (password !== undefined && opening.password !== password) {
        return problem({ ...NEEDED, detail: 'The password is not right.' })
      }
      const accessToken = `session-${sessions.size}`
      sessions.set(accessToken, opening.token)
      return HttpResponse.json(
        { dashboard_id: 'any', access_token: accessToken, expires_at: '2026-11-22T00:00:00Z' },
        { status: 201 },
      )
    }),
    http.get('*/api/v1/overview', ({ request }) => {
      asked.push(request.url)
      const token = request.headers.get('Authorization')?.replace('Bearer ', '') ?? ''
      const secret = sessions.get(token)
      if (secret === undefined || !live.has(secret)) return problem({ status: 401, detail: 'Not valid.' })
      const dashboard = makeDashboard({ id: secret, name: `Of ${secret}` })
      return HttpResponse.json({
        start: '2026-11-21T00:00:00Z',
        items: [makeOverviewItem({ dashboard })],
        next_cursor: null,
      })
    }),
  )
  return { live, sessions, asked }
}

async function passSeconds(seconds: number): Promise<void> {
  await act(() => vi.advanceTimersByTimeAsync(seconds * 1000))
}

describe('a link', () => {
  it('shows its dashboard to somebody who is not signed in, and its secret to no server log', async () => {
    const { asked } = linkApi(['secret'])
    const { container } = renderApp('/link#secret')

    expect(await screen.findByRole('heading', { name: 'Of secret' })).toBeVisible()
    expect(asked.join()).not.toContain('secret')
    await expectAccessible(container)
  })

  it('asks for its password as long as it is not right', async () => {
    linkApi(['secret'], 'the hall')
    const { user, container } = renderApp('/link#secret')

    await user.type(await screen.findByLabelText('Password'), 'no')
    await expectAccessible(container)
    await user.click(screen.getByRole('button', { name: 'Open' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('The password is not right.')

    await user.clear(screen.getByLabelText('Password'))
    await user.type(screen.getByLabelText('Password'), 'the hall')
    await user.click(screen.getByRole('button', { name: 'Open' }))
    expect(await screen.findByRole('heading', { name: 'Of secret' })).toBeVisible()
  })

  it('is opened again when its session ends, with the same password', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    const { sessions } = linkApi(['secret'])
    renderApp('/link#secret')
    await screen.findByRole('heading', { name: 'Of secret' })

    sessions.clear()
    await passSeconds(16)

    expect([...sessions.values()]).toEqual(['secret'])
    expect(screen.getByRole('heading', { name: 'Of secret' })).toBeVisible()
  })

  it('shows nothing any more once it is revoked; others stay', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    const { live } = linkApi(['one', 'two'])
    renderApp('/link?every=3600#one,two')
    await screen.findByRole('heading', { name: 'Of one' })
    expect(await screen.findByText('1 of 2')).toBeVisible()

    live.delete('one')
    await passSeconds(16)
    expect(await screen.findByRole('heading', { name: 'Of two' })).toBeVisible()
    expect(screen.getByText('One link does not work any more.')).toBeVisible()

    live.delete('two')
    await passSeconds(16)
    expect(await screen.findByRole('heading', { name: 'This link does not work' })).toBeVisible()
    expect(screen.queryByText('Of two')).not.toBeInTheDocument()
  })

  it('that is not there is asked for', async () => {
    renderApp('/link')

    expect(await screen.findByRole('heading', { name: 'There is no link here' })).toBeVisible()
  })

  it('waits for PyDash', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    server.use(http.post('*/api/v1/link-sessions', () => problem({ status: 503, detail: 'Starting.' })))
    renderApp('/link#secret')
    expect(await screen.findByRole('alert')).toHaveTextContent('Starting.')

    linkApi(['secret'])
    await passSeconds(16)
    expect(await screen.findByRole('heading', { name: 'Of secret' })).toBeVisible()
  })
})

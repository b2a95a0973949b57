import { act, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { makeDashboard } from '@/testing/factories'
import { FakeEventSource } from '@/testing/fake-event-source'
import { dashboard, signedIn } from '@/testing/handlers'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'
import { setHidden } from '@/testing/visibility'

const row = makeDashboard()
let asked = 0

async function passSeconds(seconds: number): Promise<void> {
  await act(() => vi.advanceTimersByTimeAsync(seconds * 1000))
}

/** How many times the page asked for the dashboard itself since the last look. */
async function asksIn(seconds: number): Promise<number> {
  asked = 0
  await passSeconds(seconds)
  return asked
}

beforeEach(async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  server.use(
    signedIn(),
    ...dashboard({
      dashboard: row,
      askedDashboard: () => {
        asked += 1
      },
    }),
  )
  renderApp(`/dashboards/${row.id}`)
  await screen.findByRole('heading', { name: row.name })
  await waitFor(() => {
    expect(FakeEventSource.opened).toHaveLength(1)
  })
})

afterEach(() => {
  setHidden(false)
})

describe('a page that is open', () => {
  it('follows a dashboard that moves, however often, every two seconds at most', async () => {
    FakeEventSource.latest.connect()
    expect(screen.getByText('Live', { selector: '[role=status]' })).toBeVisible()

    asked = 0
    const begun = Date.now()
    for (let moves = 0; moves < 40; moves += 1) {
      FakeEventSource.latest.move(row.id, moves)
      await passSeconds(0.1)
    }
    const seconds = (Date.now() - begun) / 1000
    expect(asked).toBeGreaterThanOrEqual(2)
    expect(asked).toBeLessThanOrEqual(1 + seconds / 2)

    FakeEventSource.latest.move(row.id, 99)
    expect(await asksIn(3)).toBeGreaterThanOrEqual(1)
  })

  it('does not ask for a dashboard when another one moves', async () => {
    FakeEventSource.latest.connect()
    FakeEventSource.latest.move('d0000000-0000-4000-8000-00000000ffff', 8)
    expect(await asksIn(5)).toBe(0)
  })

  it('asks every 15 s while the connection is lost', async () => {
    FakeEventSource.latest.connect()
    FakeEventSource.latest.fail()
    expect(screen.getByText('Reconnecting')).toBeVisible()
    expect(await asksIn(10)).toBe(0)
    expect(await asksIn(10)).toBe(1)
  })

  it('asks nothing while hidden, and for all when shown again', async () => {
    FakeEventSource.latest.connect()
    setHidden(true)
    expect(await asksIn(180)).toBe(0)

    setHidden(false)
    await waitFor(() => {
      expect(FakeEventSource.opened).toHaveLength(2)
    })
    FakeEventSource.latest.connect()
    expect(await asksIn(1)).toBe(1)
  })
})

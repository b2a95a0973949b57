import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { LiveConnection, type LiveStatus } from '@/features/live/live-connection'
import { FakeEventSource } from '@/testing/fake-event-source'
import { setHidden } from '@/testing/visibility'

const statuses: LiveStatus[] = []
const onMoved = vi.fn<(dashboardId: string) => void>()
const onCaughtUp = vi.fn<() => void>()
const ensureSession = vi.fn<() => Promise<unknown>>()
let connection: LiveConnection

beforeEach(() => {
  vi.useFakeTimers()
  statuses.length = 0
  onMoved.mockReset()
  onCaughtUp.mockReset()
  ensureSession.mockReset().mockResolvedValue(undefined)
  connection = new LiveConnection({
    onStatus: (status) => statuses.push(status),
    onMoved,
    onCaughtUp,
    ensureSession,
  })
  connection.start()
})

afterEach(() => {
  connection.stop()
  setHidden(false)
})

describe('LiveConnection', () => {
  it('tells what moved', () => {
    FakeEventSource.latest.connect()
    FakeEventSource.latest.move('d1', 8)

    expect(FakeEventSource.latest.url).toBe('/api/v1/live')
    expect(statuses).toEqual(['live'])
    expect(onMoved).toHaveBeenCalledExactlyOnceWith('d1')
    expect(onCaughtUp).not.toHaveBeenCalled()
  })

  it('comes back by itself and then catches up', async () => {
    FakeEventSource.latest.connect()
    FakeEventSource.latest.fail()
    expect(statuses).toEqual(['live', 'reconnecting'])
    expect(FakeEventSource.latest.closed).toBe(true)

    await vi.advanceTimersByTimeAsync(1000)
    expect(FakeEventSource.opened).toHaveLength(2)
    expect(ensureSession).toHaveBeenCalledOnce()
    expect(onCaughtUp).not.toHaveBeenCalled()

    FakeEventSource.latest.connect()
    expect(statuses).toEqual(['live', 'reconnecting', 'live'])
    expect(onCaughtUp).toHaveBeenCalledOnce()
  })

  it('waits longer after each failure, up to half a minute', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(1)
    const waits: number[] = []
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const opened = FakeEventSource.opened.length
      FakeEventSource.latest.fail()
      const failedAt = Date.now()
      while (FakeEventSource.opened.length === opened) await vi.advanceTimersByTimeAsync(500)
      waits.push((Date.now() - failedAt) / 1000)
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30, 30])
  })

  it('goes on trying while PyDash is away', async () => {
    ensureSession.mockRejectedValue(new Error('away'))
    FakeEventSource.latest.fail()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(ensureSession.mock.calls.length).toBeGreaterThan(3)
    expect(FakeEventSource.opened).toHaveLength(1)

    ensureSession.mockResolvedValue(undefined)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(FakeEventSource.opened).toHaveLength(2)
  })

  it('lets go while the tab is hidden and catches up when it is shown', async () => {
    FakeEventSource.latest.connect()
    setHidden(true)
    expect(FakeEventSource.latest.closed).toBe(true)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(FakeEventSource.opened).toHaveLength(1)

    setHidden(false)
    await vi.advanceTimersByTimeAsync(0)
    expect(FakeEventSource.opened).toHaveLength(2)
    FakeEventSource.latest.connect()
    expect(onCaughtUp).toHaveBeenCalledOnce()
  })

  it('is over once it is stopped', async () => {
    FakeEventSource.latest.fail()
    connection.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    setHidden(true)
    setHidden(false)
    await vi.advanceTimersByTimeAsync(0)
    expect(FakeEventSource.opened).toHaveLength(1)
  })
})

import { beforeEach, describe, expect, it, vi } from 'vitest'

import { Throttle } from '@/features/live/throttle'

beforeEach(() => {
  vi.useFakeTimers()
})

describe('Throttle', () => {
  it('runs at once, then at most once an interval, and the last one always', () => {
    const throttle = new Throttle(2000)
    const ran: number[] = []
    for (let at = 0; at < 5000; at += 100) {
      throttle.run('a', () => ran.push(at))
      vi.advanceTimersByTime(100)
    }
    vi.advanceTimersByTime(10_000)

    // At 0, then each interval's newest; 4900 is the last asked for.
    expect(ran).toEqual([0, 1900, 3900, 4900])
  })

  it('runs at once again after a quiet interval', () => {
    const throttle = new Throttle(2000)
    const work = vi.fn()
    throttle.run('a', work)
    vi.advanceTimersByTime(2000)
    throttle.run('a', work)
    expect(work).toHaveBeenCalledTimes(2)
  })

  it('keeps keys apart', () => {
    const throttle = new Throttle(2000)
    const work = vi.fn()
    throttle.run('a', work)
    throttle.run('b', work)
    expect(work).toHaveBeenCalledTimes(2)
  })

  it('runs nothing any more once it is stopped', () => {
    const throttle = new Throttle(2000)
    const work = vi.fn()
    throttle.run('a', work)
    throttle.run('a', work)
    throttle.stop()
    vi.advanceTimersByTime(10_000)
    expect(work).toHaveBeenCalledTimes(1)
  })
})

import { afterEach, describe, expect, it } from 'vitest'

import { floorTo, moved } from '@/features/statistic/calendar'
import { chooseTimezone, DEVICE_ZONE, momentOf, wallClock } from '@/lib/format/zone'

// The tests run in Europe/Amsterdam.
const NOON = Date.parse('2026-11-21T12:00:00Z')

afterEach(() => {
  chooseTimezone(DEVICE_ZONE)
})

describe('the calendar of the chosen zone', () => {
  it('is what time is cut by', () => {
    chooseTimezone('Asia/Kolkata')
    expect(new Date(floorTo(NOON, 'hour')).toISOString()).toBe('2026-11-21T11:30:00.000Z')
    expect(new Date(floorTo(NOON, 'day')).toISOString()).toBe('2026-11-20T18:30:00.000Z')
    expect(new Date(floorTo(NOON, 'week')).toISOString()).toBe('2026-11-15T18:30:00.000Z')
    expect(new Date(floorTo(NOON, 'month')).toISOString()).toBe('2026-10-31T18:30:00.000Z')
  })

  it.each(['Europe/Amsterdam', 'America/New_York'])('moves by days of another length: %s', (zone) => {
    chooseTimezone(zone)
    const start = momentOf(new Date('2026-10-20T00:00Z'))
    expect(wallClock(moved(start, 'day', 20)).toISOString()).toBe('2026-11-09T00:00:00.000Z')
    expect(moved(start, 'day', 20) - start).toBe((20 * 24 + 1) * 3_600_000)
  })
})

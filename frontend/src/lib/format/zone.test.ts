import { afterEach, describe, expect, it } from 'vitest'

import { formatClock, formatDay, localText } from '@/lib/format/time'
import { chooseTimezone, DEVICE_ZONE, momentOf, userTimezone } from '@/lib/format/zone'

// The tests run in Europe/Amsterdam.
const NOON = Date.parse('2026-11-21T12:00:00Z')

afterEach(() => {
  chooseTimezone(DEVICE_ZONE)
})

describe('the zone of the user', () => {
  it('is that of the device until another is chosen', () => {
    expect(userTimezone()).toBe('Europe/Amsterdam')
    chooseTimezone('Asia/Kolkata')
    expect(userTimezone()).toBe('Asia/Kolkata')
    chooseTimezone(DEVICE_ZONE)
    expect(localText(NOON)).toBe('2026-11-21T13:00')
  })

  it('is what times and days are shown in', () => {
    chooseTimezone('Pacific/Auckland')
    expect(formatClock(NOON, 'en-GB')).toBe('01:00')
    expect(formatDay(NOON, 'en-GB')).toBe('Sun 22 Nov')
    expect(localText(NOON)).toBe('2026-11-22T01:00')
  })

  it.each([
    ['shown twice is the first', '2026-11-01T01:30Z', '2026-11-01T05:30:00.000Z'],
    ['shown after both is one', '2026-11-01T02:30Z', '2026-11-01T07:30:00.000Z'],
    ['skipped counts on from before', '2026-03-08T02:30Z', '2026-03-08T07:30:00.000Z'],
    ['shown after the gap is one', '2026-03-08T03:30Z', '2026-03-08T07:30:00.000Z'],
  ])('a time %s', (_, wall, moment) => {
    chooseTimezone('America/New_York')
    expect(new Date(momentOf(new Date(wall))).toISOString()).toBe(moment)
  })
})

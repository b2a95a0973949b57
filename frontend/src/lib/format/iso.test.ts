import { afterEach, describe, expect, it } from 'vitest'

import { isoDay, isoTime } from '@/lib/format/iso'
import { chooseTimezone, DEVICE_ZONE } from '@/lib/format/zone'

afterEach(() => {
  chooseTimezone(DEVICE_ZONE)
})

describe('times for programs', () => {
  it.each([
    ['device', '2026-11-15', '2026-11-15T00:00:00+01:00'],
    ['UTC', '2026-11-14', '2026-11-14T23:00:00+00:00'],
    ['Asia/Kolkata', '2026-11-15', '2026-11-15T04:30:00+05:30'],
    ['America/St_Johns', '2026-11-14', '2026-11-14T19:30:00-03:30'],
  ])('are those of the zone: %s', (zone, day, time) => {
    chooseTimezone(zone)
    const moment = Date.parse('2026-11-14T23:00:00Z')
    expect([isoDay(moment), isoTime(moment)]).toEqual([day, time])
    expect(Date.parse(time)).toBe(moment)
  })

  it('tell the hours apart that clocks repeat', () => {
    expect(isoTime(Date.parse('2026-10-25T00:00:00Z'))).toBe('2026-10-25T02:00:00+02:00')
    expect(isoTime(Date.parse('2026-10-25T01:00:00Z'))).toBe('2026-10-25T02:00:00+01:00')
  })
})

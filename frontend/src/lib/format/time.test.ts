import { describe, expect, it } from 'vitest'

import { formatAgo, formatDay, formatHour, formatMoment } from '@/lib/format/time'

const NOW = Date.parse('2026-11-21T12:00:00Z')

describe('how long ago', () => {
  it.each([
    [-5, 'now'],
    [0, 'now'],
    [1, '1 second ago'],
    [59, '59 seconds ago'],
    [60, '1 minute ago'],
    [3599, '59 minutes ago'],
    [7200, '2 hours ago'],
    [86_400, '1 day ago'],
  ])('%i s is %s', (seconds, expected) => {
    expect(formatAgo(NOW - seconds * 1000, NOW)).toBe(expected)
  })
})

describe('moments', () => {
  it('are shown in the zone of the browser', () => {
    expect(formatMoment(NOW, 'en-GB')).toBe('21 Nov, 13:00')
    expect(formatHour(NOW, 'en-US')).toBe('1 PM')
    expect(formatHour(NOW, 'en-GB')).toBe('13:00')
    expect(formatDay(Date.parse('2026-11-20T23:30:00Z'), 'en-GB')).toBe('Sat 21 Nov')
  })
})

import { describe, expect, it, vi } from 'vitest'

import { formatAgo, formatDay, formatDuration, formatHour, formatMoment } from '@/lib/format/time'

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

describe('how long', () => {
  it.each([
    [0, '0 sec'],
    [59, '59 sec'],
    [90, '1.5 min'],
    [7200, '2 hr'],
    [86_400, '1 day'],
  ])('%i s is %s', (seconds, expected) => {
    expect(formatDuration(seconds)).toBe(expected)
  })
})

it('makes no format a second time', () => {
  formatAgo(NOW - 1000, NOW)
  formatDuration(1)
  const numbers = vi.spyOn(Intl, 'NumberFormat')
  const times = vi.spyOn(Intl, 'RelativeTimeFormat')
  formatAgo(NOW - 2000, NOW)
  formatDuration(2)

  expect(numbers).not.toHaveBeenCalled()
  expect(times).not.toHaveBeenCalled()
})

describe('moments', () => {
  it('are shown in the zone of the browser', () => {
    expect(formatMoment(NOW, 'en-GB')).toBe('21 Nov, 13:00')
    expect(formatHour(NOW, 'en-US')).toBe('1 PM')
    expect(formatHour(NOW, 'en-GB')).toBe('13:00')
    expect(formatDay(Date.parse('2026-11-20T23:30:00Z'), 'en-GB')).toBe('Sat 21 Nov')
  })
})

import { describe, expect, it } from 'vitest'

import { formatDate, formatWait } from '@/lib/format/date'

describe('a time to wait', () => {
  it.each([
    [0, '0 seconds'],
    [1, '1 second'],
    [59, '59 seconds'],
    [60, '1 minute'],
    [61, '2 minutes'],
    [5000, '2 hours'],
  ])('%i s is %s', (seconds, words) => {
    expect(formatWait(seconds)).toBe(words)
  })
})

it('says the year of a day', () => {
  expect(formatDate(Date.parse('2027-11-21T12:00:00Z'), 'en-GB')).toBe('21 Nov 2027')
})

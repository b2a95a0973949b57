import { describe, expect, it } from 'vitest'

import { rangeQuery } from '@/features/statistic/range'

const NOW = new Date('2026-11-21T12:34:56Z')

describe('what the API is asked for', () => {
  it('is the last slices, the unfinished one included', () => {
    expect(rangeQuery('6h', NOW)).toEqual({
      start_date: '2026-11-21T06:35:56.000Z',
      granularity: 'minute',
      timezone: 'Europe/Amsterdam',
    })
    expect(rangeQuery('24h', NOW)).toMatchObject({
      start_date: '2026-11-20T13:34:56.000Z',
      granularity: 'hour',
    })
    expect(rangeQuery('7d', NOW)).toMatchObject({
      start_date: '2026-11-14T13:34:56.000Z',
      granularity: 'hour',
    })
  })

  it('counts days by the calendar, also where clocks change within', () => {
    // On 28 March 2026 it is UTC+1 in Amsterdam, thirty days later UTC+2.
    const afterChange = new Date('2026-04-10T22:30:00Z')
    expect(rangeQuery('30d', afterChange)).toMatchObject({
      start_date: '2026-03-12T23:00:00.000Z',
      granularity: 'day',
    })
  })
})

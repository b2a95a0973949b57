import { describe, expect, it } from 'vitest'

import {
  type Known,
  previousFields,
  previousSoFarFields,
  spanFields,
  spanOf,
} from '@/features/statistic/span'
import type { View } from '@/features/statistic/view'

// Tests run in Amsterdam, an hour ahead of UTC in winter.
const NOW = Date.parse('2026-11-21T12:34:56Z')
const KNOWN: Known = { firstCallAt: '2026-09-05T10:20:00Z', rawFrom: null }

function asked(view: View, known: Known = KNOWN, now = NOW) {
  return spanFields(spanOf(view, known, now))
}

function previous(view: View, now = NOW) {
  return previousFields(spanOf(view, KNOWN, now), now)
}

describe('what the API is asked for', () => {
  it.each([
    ['1h', '2026-11-21T11:35:00.000Z', 'minute'],
    ['24h', '2026-11-20T13:00:00.000Z', 'hour'],
    ['7d', '2026-11-14T13:00:00.000Z', 'hour'],
    ['30d', '2026-10-22T22:00:00.000Z', 'day'],
    ['90d', '2026-08-23T22:00:00.000Z', 'day'],
    ['month', '2026-10-31T23:00:00.000Z', 'day'],
    ['all', '2026-09-04T22:00:00.000Z', 'day'],
  ] as const)('for %s is the time since %s, by the %s', (range, start_date, granularity) => {
    expect(asked({ range })).toEqual({ start_date, granularity, timezone: 'Europe/Amsterdam' })
  })

  it('counts days by the calendar, also where clocks change within', () => {
    // On 12 March 2026 it is UTC+1 in Amsterdam, thirty days later UTC+2.
    expect(asked({ range: '30d' }, KNOWN, Date.parse('2026-04-10T22:30:00Z'))).toMatchObject({
      start_date: '2026-03-12T23:00:00.000Z',
    })
  })

  it('ends where a chosen time ends, in slices that suit its length', () => {
    const from = '2026-11-01T08:20:00.000Z'
    expect(asked({ from, until: '2026-11-01T09:00:00.000Z' })).toMatchObject({
      start_date: from,
      end_date: '2026-11-01T08:59:59.999Z',
      granularity: 'minute',
    })
    expect(asked({ from, until: '2026-11-03T09:00:00.000Z' })).toMatchObject({ granularity: 'hour' })
    expect(asked({ from: '2025-01-01T00:00:00.000Z', until: from })).toMatchObject({ granularity: 'week' })
    expect(asked({ from: '2016-01-01T00:00:00.000Z', until: from })).toMatchObject({ granularity: 'month' })
  })

  it('is never by the minute where minutes are no longer known', () => {
    const view = { from: '2026-11-01T08:20:00.000Z', until: '2026-11-01T09:00:00.000Z' }
    expect(asked(view, { ...KNOWN, rawFrom: '2026-11-10T00:00:00Z' })).toMatchObject({
      start_date: '2026-11-01T08:00:00.000Z',
      granularity: 'hour',
    })
  })

  it('stays open where a chosen time lies ahead', () => {
    const view = { from: '2026-11-20T00:00:00.000Z', until: '2026-12-01T00:00:00.000Z' }
    expect(asked(view)).not.toHaveProperty('end_date')
  })
})

describe('the period before', () => {
  it('has as many slices', () => {
    expect(previous({ range: '24h' })).toMatchObject({
      start_date: '2026-11-19T13:00:00.000Z',
      end_date: '2026-11-20T12:34:55.999Z',
      granularity: 'hour',
    })
    expect(previous({ from: '2026-11-01T00:00:00.000Z', until: '2026-11-03T00:00:00.000Z' })).toMatchObject({
      start_date: '2026-10-30T00:00:00.000Z',
      end_date: '2026-10-31T23:59:59.999Z',
    })
  })

  it('of this month is the same part of the month before', () => {
    expect(previous({ range: 'month' })).toMatchObject({
      start_date: '2026-09-30T22:00:00.000Z',
      end_date: '2026-10-21T11:34:55.999Z',
    })
    // There is no 31 September.
    expect(previous({ range: 'month' }, Date.parse('2026-10-31T12:00:00Z'))).toMatchObject({
      end_date: '2026-09-30T10:59:59.999Z',
    })
  })

  it('is none before the first call', () => {
    expect(previous({ range: 'all' })).toBeUndefined()
  })

  it('counts for sums only as far as this one has come, if that is still known', () => {
    const soFar = (rawFrom: string | null) =>
      previousSoFarFields(spanOf({ range: '24h' }, KNOWN, NOW), { ...KNOWN, rawFrom }, NOW)
    expect(soFar(null)).toMatchObject({ end_date: '2026-11-20T12:34:55.999Z', granularity: 'minute' })
    expect(soFar('2026-11-21T00:00:00Z')).toMatchObject({ granularity: 'hour' })
  })
})

import { describe, expect, it } from 'vitest'

import { seriesModel } from '@/features/statistic/series-model'
import { HOUR_MS, makeSeries, makeValues, NOW } from '@/testing/factories'

const LOOK = { color: 'red', scale: 'linear', rowHeight: 100, withSpread: true } as const
const QUIET = makeValues({
  total_visits: 0,
  median_execution_time: null,
  ninetieth_percentile_execution_time: null,
  'ninety-ninth_percentile_execution_time': null,
})

function model(...values: Parameters<typeof makeSeries>[0]) {
  return seriesModel({ range: '24h', statistics: makeSeries(values) }, LOOK, NOW)
}

describe('the chart of a series', () => {
  it('keeps slices without calls as 0 visits and as a gap in times', () => {
    const [visits, times] = model(makeValues(), QUIET, makeValues({ total_visits: 5 })).rows
    expect(visits).toMatchObject({ kind: 'count', line: { values: [42, 0, 5] } })
    expect(times).toMatchObject({
      kind: 'spread',
      lines: [
        { label: 'Median', values: [12.3, null, 12.3] },
        { label: '90th percentile', values: [45.6, null, 45.6] },
        { label: '99th percentile', values: [1234, null, 1234] },
      ],
    })
  })

  it('knows which slice is not over yet', () => {
    const { slices } = model(makeValues(), makeValues())
    expect(slices.map(({ complete, startMs, endMs }) => [complete, endMs - startMs])).toEqual([
      [true, HOUR_MS],
      [false, HOUR_MS],
    ])
  })

  it('says the newest value and what it covers', () => {
    expect(model(makeValues(), makeValues({ total_visits: 1 })).rows.map((row) => row.latest)).toEqual([
      '1 call this hour',
      '12.3 ms this hour',
    ])
    // The hour from 12:00 to 13:00 in Amsterdam.
    expect(model(makeValues(), QUIET).rows.map((row) => row.latest)).toEqual([
      '0 calls this hour',
      '12.3 ms, 12:00 PM',
    ])
  })

  it('sums itself up in a sentence', () => {
    const [visits, times] = model(
      makeValues({ total_visits: 1000 }),
      makeValues({ median_execution_time: 80 }),
    ).rows
    expect(visits?.summary).toMatch(/^Visits per hour: 1,042 calls in all, at most 1,000 calls, Nov 21/)
    expect(times?.summary).toBe('Median execution time per hour: between 12.3 ms and 80 ms.')
    expect(model(QUIET).rows.map((row) => row.summary)).toEqual(['No calls.', ''])
  })
})

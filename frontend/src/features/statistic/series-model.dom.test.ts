import { describe, expect, it } from 'vitest'

import type { Series } from '@/features/statistic/api/get-series'
import { seriesModel } from '@/features/statistic/series-model'
import { HOUR_MS, makeSeries, makeValues, NOW } from '@/testing/factories'

const LOOK = { color: 'red', scale: 'linear', rowHeight: 100, detailed: true } as const
const QUIET = makeValues({
  total_visits: 0,
  median_execution_time: null,
  ninetieth_percentile_execution_time: null,
  'ninety-ninth_percentile_execution_time': null,
})

function makeAnswer(values: Parameters<typeof makeSeries>[0], given: Partial<Series> = {}): Series {
  return {
    view: {},
    slice: 'hour',
    statistics: makeSeries(values),
    compared: { answer: null, problem: null },
    answeredAtMs: NOW,
    ...given,
  }
}

function model(...values: Parameters<typeof makeSeries>[0]) {
  return seriesModel(makeAnswer(values), LOOK)
}

describe('the chart of a series', () => {
  it('keeps slices without calls as 0 visits and as a gap in times', () => {
    const [visits, visitors, times] = model(makeValues(), QUIET, makeValues({ total_visits: 5 })).rows
    expect(visits).toMatchObject({ kind: 'count', line: { values: [42, 0, 5] } })
    expect(visitors).toMatchObject({ kind: 'count', line: { values: [3, 3, 3] } })
    expect(times).toMatchObject({
      kind: 'spread',
      unit: 'ms',
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
      '3 IP addresses this hour',
      '12.3 ms this hour',
    ])
    // The hour from 12:00 to 13:00 in Amsterdam.
    expect(model(makeValues(), QUIET).rows.map((row) => row.latest)).toEqual([
      '0 calls this hour',
      '3 IP addresses this hour',
      '12.3 ms, 12:00 PM',
    ])
  })

  it('sums itself up in a sentence', () => {
    const [visits, visitors, times] = model(
      makeValues({ total_visits: 1000 }),
      makeValues({ median_execution_time: 80 }),
    ).rows
    expect(visits?.summary).toMatch(/^Visits per hour: 1,042 calls in all, at most 1,000 calls, Nov 21/)
    expect(visitors?.summary).toMatch(/^Unique visitors per hour: at most 3 IP addresses, Nov 21/)
    expect(times?.summary).toBe('Median execution time per hour: between 12.3 ms and 80 ms.')
    expect(model(QUIET).rows.map((row) => row.summary)).toEqual([
      'No calls.',
      expect.stringMatching('at most 3'),
      '',
    ])
  })

  it('has what it is compared with beside its own lines', () => {
    const compared = { answer: makeSeries([makeValues({ total_visits: 7 })]), problem: null }
    const answer = makeAnswer([makeValues()], { view: { compare: 'previous' }, compared })
    const [visits, , times] = seriesModel(answer, LOOK).rows
    expect(visits?.behind).toEqual({ label: 'Visits, previous period', values: [7] })
    expect(times?.behind).toEqual({ label: 'Median, previous period', values: [12.3] })
    expect(model(makeValues()).rows.map((row) => row.behind)).toEqual([undefined, undefined, undefined])
  })
})

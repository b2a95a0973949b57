import { describe, expect, it } from 'vitest'

import type { ChartColors } from '@/components/chart/colors'
import { seriesOf } from '@/components/chart/series'
import type { ChartSlice, SpreadRow } from '@/components/chart/time-chart-model'

const COLORS: ChartColors = {
  data: 'blue',
  muted: 'gray',
  line: 'silver',
  text: 'black',
  background: 'white',
  of: (color) => `drawn ${color}`,
}

const SLICES: ChartSlice[] = [0, 10, 20, 30, 40].map((startMs) => ({
  startMs,
  endMs: startMs + 10,
  complete: startMs < 40,
}))

function spread(given: Partial<SpreadRow>): SpreadRow {
  return {
    kind: 'spread',
    title: 'Execution time',
    height: 100,
    latest: '',
    summary: '',
    scale: 'linear',
    lines: [
      { label: 'Median', values: [1, 2, null, 0, null] },
      { label: '90th percentile', values: [2, 3, null, 5, null] },
    ],
    format: String,
    formatTick: String,
    ...given,
  }
}

describe('what is drawn of a row', () => {
  it('stands in the middle of each slice, and faintly where that is not over yet', () => {
    const count = {
      ...spread({}),
      kind: 'count',
      line: { label: 'Visits', values: [1, 0, 3, 4, 5] },
    } as const
    const [bars] = seriesOf(count, 1, SLICES, COLORS)
    expect(bars).toMatchObject({ type: 'bar', xAxisIndex: 1, yAxisIndex: 1 })
    expect(bars?.data).toMatchObject([
      { value: [5, 1], itemStyle: { opacity: 1 } },
      { value: [15, 0] },
      { value: [25, 3] },
      { value: [35, 4] },
      { value: [45, 5], itemStyle: { opacity: 0.45 } },
    ])
  })

  it('breaks lines and bands where there were no calls, and keeps a lone value as a dot', () => {
    const [band, median] = seriesOf(spread({}), 0, SLICES, COLORS)
    // One area for each stretch without a gap, by its first point.
    expect(band).toMatchObject({
      type: 'custom',
      data: [
        [5, 2],
        [35, 5],
      ],
    })
    expect(median?.data).toMatchObject([
      { value: [5, 1] },
      { value: [15, 2] },
      { value: [25, Number.NaN] },
      { value: [35, 0], symbol: 'circle' },
      { value: [45, Number.NaN] },
    ])
  })

  it('has no 0 on a logarithmic axis', () => {
    const [, median] = seriesOf(spread({ scale: 'log' }), 0, SLICES, COLORS)
    expect(median?.data).toMatchObject([
      { value: [5, 1] },
      { value: [15, 2] },
      {},
      { value: [35, Number.NaN] },
      {},
    ])
  })
})

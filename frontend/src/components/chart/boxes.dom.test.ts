import { describe, expect, it } from 'vitest'

import { logAxis } from '@/components/chart/box-axis'
import type { BoxRow } from '@/components/chart/box-model'
import { boxOption } from '@/components/chart/box-option'
import { boxSummary, boxTable } from '@/components/chart/box-table'
import { LABEL_PX } from '@/components/chart/layout'

function row(label: string, median: number | null): BoxRow {
  const spread = { count: 1234, min: 1, p25: 2, p50: median, p75: 2000, max: 5000 }
  return { label, color: 'red', spread }
}

describe('the logarithmic axis', () => {
  it('ends at round numbers around all values', () => {
    expect(logAxis([1.3, 40])).toEqual({ min: 1, max: 50, ticks: [1, 2, 5, 10, 20, 50] })
    expect(logAxis([0.7, 0.9])).toEqual({ min: 0.5, max: 1, ticks: [0.5, 1] })
  })

  it('has powers of ten alone where that is enough', () => {
    expect(logAxis([0.13, 23_456]).ticks).toEqual([0.1, 1, 10, 100, 1000, 10_000])
  })

  it('has fewer labels where there is no room, still of even distance', () => {
    expect(logAxis([0.13, 23_456], 3).ticks).toEqual([0.1, 10, 1000])
    expect(logAxis([1.3, 40], 3).ticks).toEqual([1, 10])
    expect(logAxis([2, 9], 2).ticks).toEqual([2, 10])
  })

  it('keeps a value that is round as its end', () => {
    expect(logAxis([100, 100])).toEqual({ min: 100, max: 100, ticks: [100] })
  })
})

describe('box plots on a phone', () => {
  const WIDTH = 300
  const colors = { data: '', muted: '', line: '', text: '', background: '', of: () => '' }
  const rows = [row('recommendations', 20)]
  const option = boxOption({ rowTitle: 'Endpoint', rows, scale: 'log' }, colors, WIDTH)
  const { grid, xAxis, yAxis } = option as {
    grid: { left: number; right: number }
    xAxis: { axisLabel: { customValues: number[] } }
    yAxis: { axisLabel: { width: number } }
  }

  it('cut names before they leave the chart, in a larger font than they are measured in, too', () => {
    expect((yAxis.axisLabel.width * LABEL_PX) / 10).toBeLessThan(grid.left - 10)
  })

  it('have room for each label of the axis', () => {
    const places = WIDTH - grid.left - grid.right
    expect(places / (xAxis.axisLabel.customValues.length - 1)).toBeGreaterThan(40)
  })
})

describe('box plots for those who do not see them', () => {
  it('are a table', () => {
    const { columns } = boxTable({ rowTitle: 'Endpoint', rows: [row('a', null)], scale: 'log' })
    expect(
      columns.map(({ label, unit, values, format }) => [label, unit, format(values[0] ?? null)]),
    ).toEqual([
      ['Calls', undefined, '1,234'],
      ['Fastest', 'ms', '1 ms'],
      ['Fastest quarter, up to', 'ms', '2 ms'],
      ['Median', 'ms', '–'],
      ['Slowest quarter, from', 'ms', '2 s'],
      ['Slowest', 'ms', '5 s'],
    ])
  })

  it('are a sentence', () => {
    expect(boxSummary([row('b', 50), row('none', null), row('a', 9)])).toBe(
      'Medians are between 9 ms (a) and 50 ms (b).',
    )
    expect(boxSummary([row('none', null)])).toBe('')
  })
})

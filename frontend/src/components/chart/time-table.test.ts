import { describe, expect, it } from 'vitest'

import type { ChartSlice } from '@/components/chart/time-chart-model'
import { timeTable } from '@/components/chart/time-table'

/** Of the moments at which slices begin and the last one ends. */
function times(...moments: string[]) {
  const slices = moments.slice(1).map((end, index): ChartSlice => ({
    startMs: Date.parse(moments[index] ?? end),
    endMs: Date.parse(end),
    complete: true,
  }))
  const { rows } = timeTable({ slices, rows: [], color: 'red', formatSlice: () => '' })
  return rows.map(({ plain }) => plain)
}

// The tests run in Europe/Amsterdam.
describe('the times of a file', () => {
  it('are the days of the calendar where slices are as long, also those of 23 hours', () => {
    expect(times('2026-11-14T23:00Z', '2026-11-15T23:00Z')).toEqual(['2026-11-15'])
    expect(times('2026-03-28T23:00Z', '2026-03-29T22:00Z')).toEqual(['2026-03-29'])
  })

  it('are those of the clocks, with their offset, for shorter ones', () => {
    expect(times('2026-11-15T03:00Z', '2026-11-15T04:00Z')).toEqual(['2026-11-15T04:00:00+01:00'])
  })
})

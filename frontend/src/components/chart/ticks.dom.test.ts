import { describe, expect, it } from 'vitest'

import { timeTicks } from '@/components/chart/ticks'
import type { ChartSlice } from '@/components/chart/time-chart-model'

const MINUTE_MS = 60_000

function slices(start: string, count: number, minutes: number): ChartSlice[] {
  const first = Date.parse(start)
  return Array.from({ length: count }, (_, index) => ({
    startMs: first + index * minutes * MINUTE_MS,
    endMs: first + (index + 1) * minutes * MINUTE_MS,
    complete: true,
  }))
}

function shown(given: ChartSlice[]): string[] {
  const { at, format } = timeTicks(given)
  return at.map(format)
}

describe('the labels of the time axis', () => {
  it('are at full hours for a few hours', () => {
    expect(shown(slices('2026-11-21T06:10:00Z', 360, 1))).toEqual([
      '8 AM',
      '9 AM',
      '10 AM',
      '11 AM',
      '12 PM',
      '1 PM',
    ])
  })

  it('say the day at midnight', () => {
    expect(shown(slices('2026-11-20T13:00:00Z', 24, 60))).toEqual([
      '4 PM',
      '8 PM',
      'Nov 21',
      '4 AM',
      '8 AM',
      '12 PM',
    ])
  })

  it('are at midnight also behind a change of clocks', () => {
    const { at } = timeTicks(slices('2026-10-22T10:00:00Z', 7 * 24, 60))
    expect(at.map((moment) => new Date(moment).getHours())).toEqual([0, 0, 0, 0, 0, 0, 0])
  })

  it('are under the bars where a bar is a day, the last one always', () => {
    expect(shown(slices('2026-10-22T22:00:00Z', 30, 24 * 60)).at(-1)).toBe('Nov 21')
    expect(shown(slices('2026-10-22T22:00:00Z', 30, 24 * 60))).toHaveLength(6)
  })

  it('are none where there is nothing', () => {
    expect(shown([])).toEqual([])
  })
})

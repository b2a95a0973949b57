import { describe, expect, it } from 'vitest'

import { visitsByDay } from '@/features/statistic/by-day'
import { utilisationModel } from '@/features/statistic/stack-model'
import { HOUR_MS, makeBreakdown, makeBreakdownRow } from '@/testing/factories'

// 4 AM on Sunday the 15th in Amsterdam, and three hours into the 17th.
const START = Date.parse('2026-11-15T03:00:00Z')
const HOURS = 20 + 24 + 3

function hourly() {
  return makeBreakdown('endpoint', {
    start: new Date(START).toISOString(),
    end: new Date(START + HOURS * HOUR_MS).toISOString(),
    slices: Array.from({ length: HOURS }, (_, hour) => ({
      slice: '',
      start: new Date(START + hour * HOUR_MS).toISOString(),
    })),
    rows: [
      makeBreakdownRow('home', HOURS, { slices: Array.from({ length: HOURS }, () => ({ total_visits: 1 })) }),
    ],
  })
}

describe('visits by the day', () => {
  it('are those of the range alone, also where it begins within a day', () => {
    const { slices, rows } = visitsByDay(hourly())
    expect(slices?.map(({ slice }) => slice)).toEqual(['2026-11-15', '2026-11-16', '2026-11-17'])
    expect(rows[0]?.slices).toEqual([{ total_visits: 20 }, { total_visits: 24 }, { total_visits: 3 }])
  })

  it('are drawn as whole days, and say which part of them counts', () => {
    const breakdown = visitsByDay(hourly())
    const { slices, formatSlice } = utilisationModel({ breakdown, slice: 'day' }, 100, START + 46 * HOUR_MS)
    expect(slices.map(({ startMs, endMs }) => (endMs - startMs) / HOUR_MS)).toEqual([24, 24, 24])
    expect(slices.map(({ complete }) => complete)).toEqual([true, true, false])
    expect(slices.map((slice) => formatSlice(slice).replaceAll('\u202f', ' '))).toEqual([
      'Sun, Nov 15, 4:00 AM – 12:00 AM',
      'Mon, Nov 16',
      'Tue, Nov 17, 12:00 AM – 3:00 AM',
    ])
  })
})

import { chartSlices } from '@/components/chart/slices'
import type { ChartSlice } from '@/components/chart/time-chart-model'
import { floorTo, moved } from '@/features/statistic/calendar'
import type { Breakdown } from '@/lib/api/models'
import { numberOf } from '@/lib/api/values'
import { isoDay } from '@/lib/format/iso'
import { formatClock, formatDay } from '@/lib/format/time'

/**
 * Visits by the hour added up to days of the user's calendar. The API would answer for whole days; these have no
 * call from outside of the range, so that they add up to what the page says elsewhere.
 */
export function visitsByDay(breakdown: Breakdown): Breakdown {
  const dayOf = (breakdown.slices ?? []).map(({ start }) => floorTo(Date.parse(start), 'day'))
  const days = [...new Set(dayOf)]
  return {
    ...breakdown,
    slices: days.map((day) => ({ slice: isoDay(day), start: new Date(day).toISOString() })),
    rows: breakdown.rows.map(({ slices, ...row }) => {
      const sums = new Map<number | undefined, number>()
      for (const [index, values] of (slices ?? []).entries()) {
        const day = dayOf[index]
        sums.set(day, (sums.get(day) ?? 0) + (numberOf(values, 'total_visits') ?? 0))
      }
      return { ...row, slices: days.map((day) => ({ total_visits: sums.get(day) ?? 0 })) }
    }),
  }
}

/** Days are drawn whole, and say in words which part of them counts where the range begins or ends within. */
export function wholeDays(breakdown: Breakdown, now: number) {
  const [startMs, endMs] = [Date.parse(breakdown.start), Date.parse(breakdown.end)]
  const lastEnd = moved(floorTo(endMs - 1, 'day'), 'day', 1)
  const words = (slice: ChartSlice) => {
    const from = Math.max(slice.startMs, startMs)
    const until = Math.min(slice.endMs, endMs)
    return from === slice.startMs && until === slice.endMs
      ? formatDay(from)
      : `${formatDay(from)}, ${formatClock(from)} – ${formatClock(until)}`
  }
  return { slices: chartSlices({ ...breakdown, end: new Date(lastEnd).toISOString() }, now), words }
}

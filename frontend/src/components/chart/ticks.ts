import type { ChartSlice } from '@/components/chart/time-chart-model'
import { formatDayShort, formatHour } from '@/lib/format/time'
import { momentOf, wallClock } from '@/lib/format/zone'

// Labels of the time axis; so many fit on a phone.
const TICKS_MAX = 7
const STEP_HOURS = [1, 2, 3, 4, 6, 12, 24]
const HOUR_MS = 3_600_000

export interface TimeTicks {
  at: number[]
  format: (moment: number) => string
}

/** Where the time axis has labels: at full hours or days, or under the bars where each is a day. */
export function timeTicks(slices: readonly ChartSlice[]): TimeTicks {
  const first = slices[0]
  const last = slices.at(-1)
  if (first === undefined || last === undefined) return { at: [], format: formatHour }
  if (first.endMs - first.startMs > 12 * HOUR_MS) return { at: underBars(slices), format: formatDayShort }
  return { at: atFullHours(first.startMs, last.endMs), format: formatHourOrDay }
}

function underBars(slices: readonly ChartSlice[]): number[] {
  const step = Math.ceil(slices.length / TICKS_MAX)
  return slices
    .filter((_, index) => (slices.length - 1 - index) % step === 0)
    .map(({ startMs, endMs }) => (startMs + endMs) / 2)
}

/** Multiples of the smallest step that gives few enough, counted from midnight on the wall clock. */
function atFullHours(startMs: number, endMs: number): number[] {
  const stepHours = STEP_HOURS.find((hours) => (endMs - startMs) / HOUR_MS / hours <= TICKS_MAX) ?? 24
  const ticks: number[] = []
  const tick = wallClock(startMs)
  tick.setUTCHours(0, 0, 0, 0)
  for (let at = momentOf(tick); at <= endMs; at = momentOf(tick)) {
    // An hour that clocks skip is the next one.
    if (at >= startMs && at !== ticks.at(-1)) ticks.push(at)
    tick.setUTCHours(tick.getUTCHours() + stepHours)
  }
  return ticks
}

function formatHourOrDay(moment: number): string {
  return wallClock(moment).getUTCHours() === 0 ? formatDayShort(moment) : formatHour(moment)
}

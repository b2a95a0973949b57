import type { ChartSlice } from '@/components/chart/time-chart-model'
import type { Granularity } from '@/lib/api/models'
import { formatClock, formatDay, formatMoment, formatMonth } from '@/lib/format/time'

export type SliceUnit = Exclude<Granularity, 'year'>

interface Sliced {
  slices: readonly { start: string }[] | null
  end: string
}

/** The slices of an answer as steps of a chart. */
export function chartSlices({ slices, end }: Sliced, now: number): ChartSlice[] {
  const edges = [...(slices ?? []).map((slice) => Date.parse(slice.start)), Date.parse(end)]
  return edges.slice(0, -1).map((startMs, index) => {
    const endMs = edges[index + 1] ?? startMs
    return { startMs, endMs, complete: endMs <= now }
  })
}

/** A slice in full: the day, or the hour from when to when. */
export function sliceWords({ startMs, endMs }: ChartSlice, unit: SliceUnit): string {
  switch (unit) {
    case 'minute':
      return formatMoment(startMs)
    case 'hour':
      return `${formatMoment(startMs)} – ${formatClock(endMs)}`
    case 'day':
      return formatDay(startMs)
    case 'week':
      return `${formatDay(startMs)} – ${formatDay(endMs - 1)}`
    case 'month':
      return formatMonth(startMs)
  }
}

/** When a slice began, in short. */
export function sliceStart({ startMs }: ChartSlice, unit: SliceUnit): string {
  if (unit === 'minute' || unit === 'hour') return formatClock(startMs)
  return unit === 'month' ? formatMonth(startMs) : formatDay(startMs)
}

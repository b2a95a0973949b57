import type { TableModel } from '@/components/chart/table-model'
import { type ChartSlice, linesOf, type TimeChartModel } from '@/components/chart/time-chart-model'
import { messages } from '@/components/messages'
import { isoDay, isoTime } from '@/lib/format/iso'

const HOUR_MS = 3_600_000
// The shortest days have 23 hours.
const DAY_FROM_MS = 20 * HOUR_MS

export function timeTable({
  slices,
  rows,
  formatSlice,
  plainSlice = plainOf(slices),
}: TimeChartModel): TableModel {
  return {
    rowTitle: messages.time,
    rows: slices.map((slice) => ({ label: formatSlice(slice), plain: plainSlice(slice) })),
    columns: rows.flatMap((row) =>
      linesOf(row).map(({ label, values }) => ({ label, values, unit: row.unit, format: row.format })),
    ),
    newestFirst: true,
  }
}

/** Dates where slices are days or longer, else times. */
function plainOf(slices: readonly ChartSlice[]): (slice: ChartSlice) => string {
  const areDays = slices.some(({ startMs, endMs }) => endMs - startMs >= DAY_FROM_MS)
  return ({ startMs }) => (areDays ? isoDay(startMs) : isoTime(startMs))
}

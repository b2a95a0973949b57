import type { TableModel } from '@/components/chart/table-model'
import { linesOf, type TimeChartModel } from '@/components/chart/time-chart-model'
import { messages } from '@/components/messages'

export function timeTable({ slices, rows, formatSlice }: TimeChartModel): TableModel {
  return {
    rowTitle: messages.time,
    rows: slices.map((slice) => ({
      label: formatSlice(slice),
      plain: new Date(slice.startMs).toISOString(),
    })),
    columns: rows.flatMap((row) =>
      linesOf(row).map(({ label, values }) => ({ label, values, unit: row.unit, format: row.format })),
    ),
    newestFirst: true,
  }
}

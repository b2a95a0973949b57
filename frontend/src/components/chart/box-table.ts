import type { BoxModel, BoxRow, Spread } from '@/components/chart/box-model'
import type { TableModel } from '@/components/chart/table-model'
import type { TooltipLine } from '@/components/chart/tooltip'
import { messages } from '@/components/messages'
import { formatCount, formatExecutionTime } from '@/lib/format/number'

// In the order they are drawn in.
const TIMES = ['min', 'p25', 'p50', 'p75', 'max'] as const

export function boxTable({ rowTitle, rows }: BoxModel): TableModel {
  return {
    rowTitle,
    rows,
    columns: [
      {
        label: messages.calls,
        values: rows.map(({ spread }) => spread.count),
        format: (count) => formatCount(count ?? 0),
      },
      ...TIMES.map((time) => ({
        label: messages.spread[time],
        unit: 'ms',
        values: rows.map(({ spread }) => spread[time]),
        format: (value: number | null) => formatExecutionTime(value),
      })),
    ],
  }
}

export function boxLines(spread: Spread): TooltipLine[] {
  return [
    { label: messages.calls, text: formatCount(spread.count) },
    ...TIMES.map((time) => ({ label: messages.spread[time], text: formatExecutionTime(spread[time]) })),
  ]
}

/** The fastest and the slowest row by their medians, in a sentence. */
export function boxSummary(rows: readonly BoxRow[]): string {
  const known = rows.flatMap(({ label, spread: { p50 } }) => (p50 === null ? [] : [{ label, median: p50 }]))
  known.sort((one, other) => one.median - other.median)
  const [fastest, slowest] = [known[0], known.at(-1)]
  if (fastest === undefined || slowest === undefined) return ''
  return messages.spreadSummary(
    fastest.label,
    formatExecutionTime(fastest.median),
    slowest.label,
    formatExecutionTime(slowest.median),
  )
}

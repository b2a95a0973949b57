import type { LegendEntry } from '@/components/chart/grid-model'
import type { ChartRow, TimeChartModel } from '@/components/chart/time-chart-model'

// As dense as the bands look with the thin line on their upper edge.
const BANDS = [{ opacity: 0.4 }, { opacity: 0.2 }]

/** What the colours of a time chart stand for in a picture, which has no page around it that says so. */
export function timeLegend({ rows, color }: TimeChartModel): LegendEntry[] {
  return rows.flatMap((row) => [...ownLegend(row, color), ...behindLegend(row)])
}

function ownLegend(row: ChartRow, color: string): readonly LegendEntry[] {
  if (row.kind === 'stack' || row.kind === 'course') return row.lines
  // The heading says what bars are, or a single line.
  if (row.kind === 'count' || row.lines.length < 2) return []
  return row.lines.map(({ label }, index) => ({ label, color, mark: BANDS[index - 1] ?? 'line' }))
}

function behindLegend({ behind }: ChartRow): LegendEntry[] {
  return behind === undefined ? [] : [{ label: behind.label, color: 'var(--text)', mark: 'dashed' }]
}

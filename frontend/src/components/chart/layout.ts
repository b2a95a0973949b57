import type { ChartRow } from '@/components/chart/time-chart-model'

export const ROW_HEADER_PX = 28
export const AXIS_PX = 24
export const LEFT_PX = 52
// Half of a label of the time axis, which may stand at its very end.
export const RIGHT_PX = 22
// Font size of what is written on axes.
export const LABEL_PX = 11

// From label to label of an axis, with air between them.
export const TICK_PX = 48
// ECharts measures in 10 px of a font of its own: it cannot know which one a page has its charts inherit.
const MEASURED_PART = 0.85

const ROW_GAP_PX = 12

/** How wide names may be as ECharts measures them, so that what is drawn has room. */
export function measuredWidth(px: number): number {
  return Math.max(0, px * MEASURED_PART)
}

/** Where the plot of each row begins, below its header. */
export function plotTops(rows: readonly ChartRow[]): number[] {
  return rows.map((_, index) => {
    const above = rows.slice(0, index)
    return ROW_HEADER_PX + above.reduce((sum, row) => sum + row.height + ROW_HEADER_PX + ROW_GAP_PX, 0)
  })
}

export function chartHeight(rows: readonly Pick<ChartRow, 'height'>[]): number {
  const plots = rows.reduce((sum, row) => sum + row.height + ROW_HEADER_PX + ROW_GAP_PX, 0)
  return plots - ROW_GAP_PX + AXIS_PX
}

/** How times are spread, in milliseconds; null all without calls. */
export interface Spread {
  count: number
  min: number | null
  p25: number | null
  p50: number | null
  p75: number | null
  max: number | null
}

export interface BoxRow {
  label: string
  /** As CSS says it. */
  color: string
  spread: Spread
}

/** A row each: from the fastest to the slowest, a box for the middle half, a line at the median. */
export interface BoxModel {
  /** What a row is: an endpoint, a version. */
  rowTitle: string
  rows: readonly BoxRow[]
  scale: 'linear' | 'log'
}

export const BOX_ROW_PX = 30
export const BOX_AXIS_PX = 24

export function boxHeight(rows: number): number {
  return rows * BOX_ROW_PX + BOX_AXIS_PX
}

/** One step of the shared time axis: half-open [startMs, endMs). */
export interface ChartSlice {
  startMs: number
  endMs: number
  /** Its time is over, so its values will not change much any more. */
  complete: boolean
}

export interface ChartLine {
  label: string
  /** One a slice; null where there is nothing to show, which stays a gap. */
  values: readonly (number | null)[]
}

interface ChartRowBase {
  title: string
  height: number
  /** The newest value with its unit, and what it covers. */
  latest: string
  /** All of the row in a sentence, for those who do not see it. */
  summary: string
  /** Of the plain values, in a file. */
  unit?: string
  /** What the row is compared with. */
  behind?: ChartLine | undefined
  format: (value: number | null) => string
  formatTick: (value: number) => string
}

/** How many: bars from 0. */
export interface CountRow extends ChartRowBase {
  kind: 'count'
  line: ChartLine
}

/** How long: lines in rising order, with bands between them. */
export interface SpreadRow extends ChartRowBase {
  kind: 'spread'
  scale: 'linear' | 'log'
  lines: readonly ChartLine[]
}

export interface ColoredLine extends ChartLine {
  /** As CSS says it. */
  color: string
}

/** How many of each: bars from 0, on top of each other, the first at the bottom. */
export interface StackRow extends ChartRowBase {
  kind: 'stack'
  lines: readonly ColoredLine[]
}

/** One number of each, however it is measured: lines, or bars or areas on top of each other. */
export interface CourseRow extends ChartRowBase {
  kind: 'course'
  look: 'line' | 'bar' | 'area'
  /** Only whole numbers can be. */
  whole: boolean
  lines: readonly ColoredLine[]
}

export type ChartRow = CountRow | SpreadRow | StackRow | CourseRow

/** Rows of charts over one time axis, with one tooltip for all. */
export interface TimeChartModel {
  slices: readonly ChartSlice[]
  rows: readonly ChartRow[]
  /** As CSS says it; var(--...) is fine. */
  color: string
  formatSlice: (slice: ChartSlice) => string
  /** As programs read it, where that is not when it began. */
  plainSlice?: (slice: ChartSlice) => string
}

export function linesOf(row: ChartRow): readonly ChartLine[] {
  const lines = row.kind === 'count' ? [row.line] : row.lines
  return row.behind === undefined ? lines : [...lines, row.behind]
}

import type { TableModel } from '@/components/chart/table-model'
import type { TooltipLine } from '@/components/chart/tooltip'

export interface GridAxis {
  labels: readonly string[]
  /** Those that are written, as far as there is room; else as many as fit. */
  ticks?: readonly number[]
  /** In place of those where columns are narrow. */
  fewerTicks?: readonly number[]
}

export interface GridCell {
  column: number
  row: number
  /** Where clocks repeat an hour, two cells have one place. */
  part?: { index: number; of: number }
  /** As CSS says it. */
  color: string
  /** Written into it. */
  text?: { words: string; color: string }
  /** Which one it is. */
  title: string
  lines: readonly TooltipLine[]
}

export interface LegendEntry {
  color: string
  label: string
  /** As it looks in a picture; a full swatch where nothing is said. */
  mark?: 'line' | 'dashed' | { opacity: number }
}

/** Cells in rows and columns, coloured by a value. */
export interface GridModel {
  columns: GridAxis
  rows: GridAxis
  cells: readonly GridCell[]
  rowHeight: number
  /** Room for the names of rows; else as much as a time needs. */
  leftPx?: number
  /** Cells of a few columns are no wider than this. */
  columnWidthMax: number
  legend: readonly LegendEntry[]
  /** All of it in a sentence, for those who do not see it. */
  summary: string
  table: TableModel
}

export const GRID_TOP_PX = 4
export const GRID_AXIS_PX = 22

export function gridHeight({ rows, rowHeight }: Pick<GridModel, 'rows' | 'rowHeight'>): number {
  return GRID_TOP_PX + rows.labels.length * rowHeight + GRID_AXIS_PX
}

import { spreadMessages } from '@/features/statistic/spread-messages'
import type { Matrix } from '@/lib/api/models'
import { formatExecutionTime, formatPercent } from '@/lib/format/number'
import { type SequentialScale, shareScale, timeScale } from '@/lib/theme/sequential-scale'

type MatrixCell = Matrix['rows'][number]['cells'][number]

/** What the cells of a matrix say, and how they are coloured by it. */
export interface MatrixMeasure {
  /** Null without calls. */
  valueOf: (cell: MatrixCell, column: number) => number | null
  /** One of all cells, so that a colour means the same in each row and column. */
  scale: SequentialScale
  format: (value: number | null) => string
  /** Of the values of one version, in a file. */
  label: (version: string) => string
  unit: string
}

/** How long calls took on average. */
export function timeMeasure(matrix: Matrix): MatrixMeasure {
  const valueOf = ({ calls, average_execution_time }: MatrixCell) =>
    calls === 0 ? null : average_execution_time
  return {
    valueOf,
    scale: timeScale(valuesOf(matrix, valueOf)),
    format: formatExecutionTime,
    label: spreadMessages.matrixAverage,
    unit: 'ms',
  }
}

/** Which part of a version's calls each row had, in percent: versions differ in how long they were used. */
export function shareMeasure(matrix: Matrix): MatrixMeasure {
  const totals = matrix.versions.map((_, column) =>
    matrix.rows.reduce((sum, { cells }) => sum + (cells[column]?.calls ?? 0), 0),
  )
  const valueOf = ({ calls }: MatrixCell, column: number) =>
    calls === 0 ? null : (100 * calls) / (totals[column] ?? calls)
  return {
    valueOf,
    scale: shareScale(valuesOf(matrix, valueOf)),
    format: formatPercent,
    label: spreadMessages.versionUseShare,
    unit: '%',
  }
}

function valuesOf({ rows }: Matrix, valueOf: MatrixMeasure['valueOf']): (number | null)[] {
  return rows.flatMap(({ cells }) => cells.map(valueOf))
}

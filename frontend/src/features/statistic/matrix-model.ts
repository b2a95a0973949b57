import type { GridModel } from '@/components/chart/grid-model'
import { scaleLegend } from '@/components/chart/hour-grid'
import { messages } from '@/features/statistic/messages'
import { spreadMessages } from '@/features/statistic/spread-messages'
import type { Matrix } from '@/lib/api/models'
import { formatExecutionTime } from '@/lib/format/number'
import { onStepColor, type SequentialScale, stepColor, timeScale } from '@/lib/theme/sequential-scale'

const ROW_PX = 30
const COLUMN_MAX_PX = 110
const NAMES_PX = 150

/** Of all cells with calls, so that a colour means the same time in each row and column. */
export function matrixScale({ rows }: Matrix): SequentialScale {
  return timeScale(
    rows.flatMap((row) =>
      row.cells.map(({ calls, average_execution_time }) => (calls === 0 ? null : average_execution_time)),
    ),
  )
}

/** The matrix as it is drawn in pictures and written to files; on the page it is a table. */
export function matrixModel(matrix: Matrix): GridModel {
  const { by, versions, rows } = matrix
  const scale = matrixScale(matrix)
  const names = rows.map(({ key }) => key ?? spreadMessages.allOthers)
  return {
    columns: { labels: versions },
    rows: { labels: names, ticks: [...names.keys()] },
    cells: rows.flatMap(({ cells }, row) =>
      cells.map(({ calls, average_execution_time: average }, column) => {
        const step = calls === 0 ? undefined : scale.stepOf(average)
        return {
          column,
          row,
          color: stepColor(step),
          text: { words: calls === 0 ? '' : formatExecutionTime(average), color: onStepColor(step) },
          title: names[row] ?? '',
          lines: [],
        }
      }),
    ),
    rowHeight: ROW_PX,
    leftPx: NAMES_PX,
    columnWidthMax: COLUMN_MAX_PX,
    legend: scaleLegend(scale, formatExecutionTime),
    summary: '',
    table: {
      rowTitle: messages.filterNames[by],
      rows: names.map((label) => ({ label })),
      columns: versions.flatMap((version, column) => [
        {
          label: spreadMessages.matrixCalls(version),
          values: rows.map(({ cells }) => cells[column]?.calls ?? null),
          format: String,
        },
        {
          label: spreadMessages.matrixAverage(version),
          unit: 'ms',
          values: rows.map(({ cells }) => {
            const cell = cells[column]
            return cell === undefined || cell.calls === 0 ? null : cell.average_execution_time
          }),
          format: formatExecutionTime,
        },
      ]),
    },
  }
}

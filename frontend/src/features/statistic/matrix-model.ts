import type { GridModel } from '@/components/chart/grid-model'
import { scaleLegend } from '@/components/chart/hour-grid'
import type { MatrixMeasure } from '@/features/statistic/matrix-measure'
import { messages } from '@/features/statistic/messages'
import { spreadMessages } from '@/features/statistic/spread-messages'
import type { Matrix } from '@/lib/api/models'
import { onStepColor, stepColor } from '@/lib/theme/sequential-scale'

const ROW_PX = 30
const COLUMN_MAX_PX = 110
const NAMES_PX = 150

/** The matrix as it is drawn in pictures and written to files; on the page it is a table. */
export function matrixModel(
  matrix: Matrix,
  { valueOf, scale, format, label, unit }: MatrixMeasure,
): GridModel {
  const { by, versions, rows } = matrix
  const names = rows.map(({ key }) => key ?? spreadMessages.allOthers)
  return {
    columns: { labels: versions },
    rows: { labels: names, ticks: [...names.keys()] },
    cells: rows.flatMap(({ cells }, row) =>
      cells.map((cell, column) => {
        const value = valueOf(cell, column)
        const step = scale.stepOf(value)
        return {
          column,
          row,
          color: stepColor(step),
          text: { words: value === null ? '' : format(value), color: onStepColor(step) },
          title: names[row] ?? '',
          lines: [],
        }
      }),
    ),
    rowHeight: ROW_PX,
    leftPx: NAMES_PX,
    columnWidthMax: COLUMN_MAX_PX,
    legend: scaleLegend(scale, format),
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
          label: label(version),
          unit,
          values: rows.map(({ cells }) => {
            const cell = cells[column]
            return cell === undefined ? null : valueOf(cell, column)
          }),
          format,
        },
      ]),
    },
  }
}

import { ChartLegend } from '@/components/chart/chart-legend'
import { ExportMenu } from '@/components/chart/export-menu'
import { gridHeight } from '@/components/chart/grid-model'
import styles from '@/features/statistic/components/matrix-table.module.css'
import type { MatrixMeasure } from '@/features/statistic/matrix-measure'
import { matrixModel } from '@/features/statistic/matrix-model'
import { messages } from '@/features/statistic/messages'
import { spreadMessages } from '@/features/statistic/spread-messages'
import type { Matrix } from '@/lib/api/models'
import { onStepColor, stepColor } from '@/lib/theme/sequential-scale'

interface MatrixTableProps {
  label: string
  matrix: Matrix
  measure: MatrixMeasure
}

/** A table rather than a picture: its numbers are read one by one, and its names stay when it scrolls. */
export function MatrixTable({ label, matrix, measure }: MatrixTableProps) {
  const model = matrixModel(matrix, measure)
  return (
    <figure className={styles.figure}>
      {/* A part that scrolls must be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={label}>
        <table className={styles.table}>
          <caption className="visually-hidden">{label}</caption>
          <thead>
            <tr>
              <th scope="col">{messages.filterNames[matrix.by]}</th>
              {matrix.versions.map((version) => (
                <th key={version} scope="col">
                  {version}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix.rows.map(({ key, cells }) => (
              <tr key={key ?? ''}>
                <th scope="row">{key ?? spreadMessages.allOthers}</th>
                {cells.map((cell, index) => (
                  <Cell
                    key={matrix.versions[index]}
                    calls={cell.calls}
                    value={measure.valueOf(cell, index)}
                    measure={measure}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.footer}>
        <ChartLegend entries={model.legend} />
        <ExportMenu
          label={label}
          table={model.table}
          picture={{
            height: gridHeight(model),
            legend: model.legend,
            draw: async (colors, width) => {
              const { gridOption } = await import('@/components/chart/grid-option')
              return gridOption(model, colors, width)
            },
          }}
        />
      </div>
    </figure>
  )
}

interface CellProps {
  calls: number
  value: number | null
  measure: MatrixMeasure
}

function Cell({ calls, value, measure: { scale, format } }: CellProps) {
  if (value === null) return <td className={styles.none}>{spreadMessages.noCallsShort}</td>
  const step = scale.stepOf(value)
  return (
    <td style={{ background: stepColor(step), color: onStepColor(step) }}>
      {format(value)} <span className={styles.calls}>{messages.calls(calls)}</span>
    </td>
  )
}

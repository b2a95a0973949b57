import { ChartLegend } from '@/components/chart/chart-legend'
import { ExportMenu } from '@/components/chart/export-menu'
import { gridHeight } from '@/components/chart/grid-model'
import styles from '@/features/statistic/components/matrix-table.module.css'
import { matrixModel, matrixScale } from '@/features/statistic/matrix-model'
import { messages } from '@/features/statistic/messages'
import { spreadMessages } from '@/features/statistic/spread-messages'
import type { Matrix } from '@/lib/api/models'
import { formatExecutionTime } from '@/lib/format/number'
import { onStepColor, type SequentialScale, stepColor } from '@/lib/theme/sequential-scale'

interface MatrixTableProps {
  label: string
  matrix: Matrix
}

/** A table rather than a picture: its numbers are read one by one, and its names stay when it scrolls. */
export function MatrixTable({ label, matrix }: MatrixTableProps) {
  const scale = matrixScale(matrix)
  const model = matrixModel(matrix)
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
                  <Cell key={matrix.versions[index]} cell={cell} scale={scale} />
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
  cell: Matrix['rows'][number]['cells'][number]
  scale: SequentialScale
}

function Cell({ cell: { calls, average_execution_time: average }, scale }: CellProps) {
  if (calls === 0) return <td className={styles.none}>{spreadMessages.noCallsShort}</td>
  const step = scale.stepOf(average)
  return (
    <td style={{ background: stepColor(step), color: onStepColor(step) }}>
      {formatExecutionTime(average)} <span className={styles.calls}>{messages.calls(calls)}</span>
    </td>
  )
}

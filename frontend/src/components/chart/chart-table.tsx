import { useState } from 'react'

import styles from '@/components/chart/chart-table.module.css'
import { linesOf, type TimeChartModel } from '@/components/chart/time-chart-model'
import { messages } from '@/components/messages'

interface ChartTableProps {
  label: string
  model: TimeChartModel
}

/** The same values as the chart, to read one by one, select and copy; newest first. */
export function ChartTable({ label, model }: ChartTableProps) {
  const [open, setOpen] = useState(false)
  return (
    <details
      className={styles.details}
      onToggle={(event) => {
        setOpen(event.currentTarget.open)
      }}
    >
      <summary>{messages.valuesAsTable}</summary>
      {open && (
        // A scrolling part must be reachable by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={styles.scroll} tabIndex={0} role="group" aria-label={label}>
          <Table label={label} model={model} />
        </div>
      )}
    </details>
  )
}

function Table({ label, model }: ChartTableProps) {
  const columns = model.rows.flatMap((row) =>
    linesOf(row).map((line) => ({
      label: line.label,
      text: (index: number) => row.format(line.values[index] ?? null),
    })),
  )
  const newestFirst = model.slices.map((slice, index) => ({ slice, index })).reverse()
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">{label}</caption>
      <thead>
        <tr>
          <th scope="col">{messages.time}</th>
          {columns.map((column) => (
            <th key={column.label} scope="col">
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {newestFirst.map(({ slice, index }) => (
          <tr key={slice.startMs}>
            <th scope="row">{model.formatSlice(slice)}</th>
            {columns.map((column) => (
              <td key={column.label}>{column.text(index)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

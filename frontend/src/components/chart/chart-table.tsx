import { useState } from 'react'

import styles from '@/components/chart/chart-table.module.css'
import type { TableModel } from '@/components/chart/table-model'
import { messages } from '@/components/messages'

interface ChartTableProps {
  label: string
  table: TableModel
}

/** The same values as the chart, to read one by one, select and copy. */
export function ChartTable({ label, table }: ChartTableProps) {
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
          <Table label={label} table={table} />
        </div>
      )}
    </details>
  )
}

function Table({ label, table: { rowTitle, rows, columns, newestFirst = false } }: ChartTableProps) {
  const numbered = rows.map((row, index) => ({ ...row, index }))
  if (newestFirst) numbered.reverse()
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">{label}</caption>
      <thead>
        <tr>
          <th scope="col">{rowTitle}</th>
          {columns.map((column) => (
            <th key={column.label} scope="col">
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {numbered.map((row) => (
          <tr key={row.index}>
            <th scope="row">{row.label}</th>
            {columns.map((column) => (
              <td key={column.label}>{column.format(column.values[row.index] ?? null)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

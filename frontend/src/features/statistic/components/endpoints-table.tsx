import { useState } from 'react'

import { EndpointRowView } from '@/features/statistic/components/endpoint-row'
import styles from '@/features/statistic/components/endpoints-table.module.css'
import {
  type EndpointColumn,
  type EndpointRow,
  sortedRows,
  type Sorting,
} from '@/features/statistic/endpoint-rows'
import { messages } from '@/features/statistic/messages'

const COLUMNS: readonly EndpointColumn[] = ['name', 'visits', 'median', 'p99', 'slowest', 'lastRequestedAt']

interface EndpointsTableProps {
  rows: readonly EndpointRow[]
  selected: string | undefined
  onSelect: (endpoint: string | undefined) => void
}

export function EndpointsTable({ rows, selected, onSelect }: EndpointsTableProps) {
  const [sorting, setSorting] = useState<Sorting>({ column: 'visits', descending: true })
  const visitsMax = Math.max(1, ...rows.map((row) => row.visits))

  function sortBy(column: EndpointColumn): void {
    // Names read from A; of all else the largest is what people look for.
    const descending = column === sorting.column ? !sorting.descending : column !== 'name'
    setSorting({ column, descending })
  }

  return (
    // A part that scrolls sideways on a phone must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={messages.endpoints}>
      <table className={styles.table}>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <ColumnHeader key={column} column={column} sorting={sorting} onSort={sortBy} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sortedRows(rows, sorting).map((row) => (
            <EndpointRowView
              key={row.name}
              row={row}
              share={row.visits / visitsMax}
              isSelected={row.name === selected}
              onSelect={onSelect}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface ColumnHeaderProps {
  column: EndpointColumn
  sorting: Sorting
  onSort: (column: EndpointColumn) => void
}

function ColumnHeader({ column, sorting, onSort }: ColumnHeaderProps) {
  const direction = sorting.descending ? 'descending' : 'ascending'
  return (
    <th scope="col" aria-sort={sorting.column === column ? direction : undefined}>
      <button
        type="button"
        className={styles.sort}
        title={messages.sortBy(messages.columns[column])}
        onClick={() => {
          onSort(column)
        }}
      >
        {messages.columns[column]}
      </button>
    </th>
  )
}

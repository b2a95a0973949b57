import { type ReactNode, useState } from 'react'

import { Button } from '@/components/button'
import { ScrollingTable, SortHeader } from '@/components/table'
import type { EndpointHits } from '@/features/statistic/api/get-endpoints'
import { EndpointRowView } from '@/features/statistic/components/endpoint-row'
import styles from '@/features/statistic/components/endpoints-table.module.css'
import { endpointMessages } from '@/features/statistic/endpoint-messages'
import {
  type EndpointColumn,
  type EndpointRow,
  shownRows,
  type Sorting,
} from '@/features/statistic/endpoint-rows'
import { messages } from '@/features/statistic/messages'
import type { View } from '@/features/statistic/view'

// In order; the course of visits stands between the names and the numbers.
const COLUMNS: readonly EndpointColumn[] = [
  'name',
  'visits',
  'today',
  'week',
  'all',
  'median',
  'p99',
  'errors',
  'lastRequestedAt',
  'level',
]
// A page of a thousand rows is slow, and nobody reads it: it is searched.
const ROWS_AT_FIRST = 50

interface EndpointsTableProps {
  rows: readonly EndpointRow[]
  view: View
  hits: EndpointHits | undefined
  wanted: string
  link: (endpoint: string, children: ReactNode) => ReactNode
}

export function EndpointsTable({ rows, view, hits, wanted, link }: EndpointsTableProps) {
  const [sorting, setSorting] = useState<Sorting>({ column: 'visits', descending: true })
  const [all, setAll] = useState(false)
  const direction = sorting.descending ? 'descending' : 'ascending'
  const found = shownRows(rows, wanted, sorting)
  const shown = all ? found : found.slice(0, ROWS_AT_FIRST)

  function sortBy(column: EndpointColumn): void {
    // Names read from A; of all else the largest is what people look for.
    const descending = column === sorting.column ? !sorting.descending : column !== 'name'
    setSorting({ column, descending })
  }

  return (
    <>
      <ScrollingTable
        label={messages.endpoints}
        className={styles.table}
        head={COLUMNS.map((column) => (
          <SortHeader
            key={column}
            label={endpointMessages.columns[column]}
            title={endpointMessages.columnCovers(column, view, hits)}
            order={sorting.column === column ? direction : undefined}
            onSort={() => {
              sortBy(column)
            }}
          />
        ))}
      >
        {shown.map((row) => (
          <EndpointRowView key={row.name} row={row} link={link} />
        ))}
      </ScrollingTable>
      {found.length === 0 && <p className={styles.note}>{endpointMessages.noneFound(wanted)}</p>}
      {found.length > shown.length && (
        <p className={styles.note}>
          <Button
            onClick={() => {
              setAll(true)
            }}
          >
            {endpointMessages.showAll(found.length)}
          </Button>
        </p>
      )}
    </>
  )
}

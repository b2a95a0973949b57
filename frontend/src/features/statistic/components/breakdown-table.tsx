import { useState } from 'react'

import { ScrollingTable, SortHeader } from '@/components/table'
import {
  BREAKDOWN_COLUMNS,
  type BreakdownColumn,
  breakdownRows,
  sortedBy,
} from '@/features/statistic/breakdown-rows'
import styles from '@/features/statistic/components/breakdown-table.module.css'
import { spreadMessages } from '@/features/statistic/spread-messages'
import type { Breakdown } from '@/lib/api/models'
import { formatCount, formatExecutionTime, formatShare, NO_VALUE } from '@/lib/format/number'

const FORMATS: Record<BreakdownColumn, (value: number | null) => string> = {
  calls: (value) => formatCount(value ?? 0),
  median: (value) => formatExecutionTime(value),
  p99: (value) => formatExecutionTime(value),
  slowest: (value) => formatExecutionTime(value),
  errors: (value) => (value === null ? NO_VALUE : formatShare(value)),
}

interface BreakdownTableProps {
  title: string
  breakdown: Breakdown
  by: keyof typeof spreadMessages.breakdowns
}

export function BreakdownTable({ title, breakdown, by }: BreakdownTableProps) {
  const [sorting, setSorting] = useState<BreakdownColumn>('calls')
  const { key: keyTitle } = spreadMessages.breakdowns[by]
  return (
    <ScrollingTable
      label={title}
      isLow
      className={styles.table}
      head={
        <>
          <th scope="col">{keyTitle}</th>
          {BREAKDOWN_COLUMNS.map((column) => (
            <SortHeader
              key={column}
              label={spreadMessages.breakdownColumns[column]}
              order={column === sorting ? 'descending' : undefined}
              onSort={() => {
                setSorting(column)
              }}
            />
          ))}
        </>
      }
    >
      {sortedBy(breakdownRows(breakdown), sorting).map((row) => (
        <tr key={row.key ?? ''} data-rest={row.key === null}>
          <th scope="row">{row.key ?? spreadMessages.allOthers}</th>
          {BREAKDOWN_COLUMNS.map((column) => (
            <td key={column}>{FORMATS[column](row[column])}</td>
          ))}
        </tr>
      ))}
    </ScrollingTable>
  )
}

import type { ReactNode } from 'react'

import { ScrollingTable } from '@/components/table'
import styles from '@/features/test-run/components/tables.module.css'
import { formatCount } from '@/lib/format/number'

/** How many of what nobody wants: red as soon as there is one. */
export function BadCountCell({ count }: { count: number }) {
  return <td>{count === 0 ? 0 : <span className={styles.alarm}>{formatCount(count)}</span>}</td>
}

interface RunTableProps {
  label: string
  columns: readonly string[]
  /** The last column holds words, and so begins on the left. */
  endsInWords?: boolean
  children: ReactNode
}

export function RunTable({ label, columns, endsInWords = false, children }: RunTableProps) {
  return (
    <ScrollingTable
      label={label}
      className={endsInWords ? `${styles.table} ${styles.endsInWords}` : styles.table}
      head={columns.map((column) => (
        <th key={column} scope="col">
          {column}
        </th>
      ))}
    >
      {children}
    </ScrollingTable>
  )
}

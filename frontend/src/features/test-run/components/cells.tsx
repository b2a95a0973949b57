import type { ReactNode } from 'react'

import styles from '@/features/test-run/components/tables.module.css'
import { executionTime, formatCount } from '@/lib/format/number'

export function TimeCell({ milliseconds }: { milliseconds: number | null }) {
  const { value, unit } = executionTime(milliseconds)
  return (
    <td>
      {value} <span className={styles.unit}>{unit}</span>
    </td>
  )
}

/** How many of what nobody wants: red as soon as there is one. */
export function BadCountCell({ count }: { count: number }) {
  return <td>{count === 0 ? 0 : <span className={styles.alarm}>{formatCount(count)}</span>}</td>
}

interface ChoiceProps {
  isSelected: boolean
  onSelect: () => void
  children: ReactNode
}

export function Choice({ isSelected, onSelect, children }: ChoiceProps) {
  return (
    <button type="button" className={styles.name} aria-pressed={isSelected} onClick={onSelect}>
      {children}
    </button>
  )
}

interface ScrollingTableProps {
  label: string
  columns: readonly string[]
  /** The last column holds words, and so begins on the left. */
  endsInWords?: boolean
  children: ReactNode
}

/** A table that scrolls sideways on a phone, and so must be reachable by keyboard. */
export function ScrollingTable({ label, columns, endsInWords = false, children }: ScrollingTableProps) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={label}>
      <table className={styles.table} data-ends-in-words={endsInWords}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

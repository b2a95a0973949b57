import type { ReactNode } from 'react'

import styles from '@/components/table.module.css'
import { executionTime } from '@/lib/format/number'

interface TableProps {
  /** The cells of the header. */
  head: ReactNode
  /** Widths, and what else is this table's own. */
  className?: string | undefined
  title?: string | undefined
  children: ReactNode
}

/** Rows of numbers, each after its name. */
export function Table({ head, className = '', title, children }: TableProps) {
  return (
    <table className={`${styles.table} ${className}`} title={title}>
      <thead>
        <tr>{head}</tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}

interface ScrollingTableProps extends TableProps {
  label: string
  /** So high at most that its header stays in view. */
  isLow?: boolean
}

/** A table that scrolls sideways on a phone, and so must be reachable by keyboard. */
export function ScrollingTable({ label, isLow = false, ...table }: ScrollingTableProps) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} data-low={isLow} tabIndex={0} role="group" aria-label={label}>
      <Table {...table} />
    </div>
  )
}

interface SortHeaderProps {
  label: string
  title?: string | undefined
  /** Undefined where the table is sorted by another column. */
  order: 'ascending' | 'descending' | undefined
  onSort: () => void
}

export function SortHeader({ label, title, order, onSort }: SortHeaderProps) {
  return (
    <th scope="col" aria-sort={order}>
      <button type="button" className={styles.sort} title={title} onClick={onSort}>
        {label}
      </button>
    </th>
  )
}

export function TimeCell({ milliseconds }: { milliseconds: number | null }) {
  const { value, unit } = executionTime(milliseconds)
  return (
    <td>
      {value} <span className={styles.unit}>{unit}</span>
    </td>
  )
}

interface ChoiceProps {
  isSelected: boolean
  title?: string
  onSelect: () => void
  children: ReactNode
}

/** The name of a row that can be chosen; the row says in `data-selected` whether it is. */
export function Choice({ isSelected, title, onSelect, children }: ChoiceProps) {
  return (
    <button
      type="button"
      className={styles.choice}
      aria-pressed={isSelected}
      title={title}
      onClick={onSelect}
    >
      {children}
    </button>
  )
}

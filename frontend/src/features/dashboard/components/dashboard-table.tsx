import { Link } from '@tanstack/react-router'
import { memo } from 'react'

import styles from '@/features/dashboard/components/dashboard-table.module.css'
import { DownNotice } from '@/features/dashboard/components/down-notice'
import { HourTrend } from '@/features/dashboard/components/hour-trend'
import { StatusLine } from '@/features/dashboard/components/status-line'
import { type Figure, figuresOf } from '@/features/dashboard/figures'
import { messages } from '@/features/dashboard/messages'
import { type OverviewView, type Sort, SORTS } from '@/features/dashboard/overview-view'
import type { OverviewItem } from '@/lib/api/models'

interface DashboardTableProps {
  items: readonly OverviewItem[]
  view: OverviewView
  onSort: (sort: Sort) => void
}

export function DashboardTable({ items, view, onSort }: DashboardTableProps) {
  return (
    // A part that scrolls sideways on a phone must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={messages.title}>
      <table className={styles.table}>
        <thead>
          <tr>
            {SORTS.map((sort) => (
              <ColumnHeader key={sort} sort={sort} view={view} onSort={onSort} />
            ))}
            <th scope="col" className={styles.trendHeader}>
              {messages.trend}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Row key={item.dashboard.id} item={item} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ColumnHeader({ sort, view, onSort }: Omit<DashboardTableProps, 'items'> & { sort: Sort }) {
  const isSorted = view.sort === sort
  const order = SORT_ASCENDS[sort] === (view.reversed !== true) ? 'ascending' : 'descending'
  return (
    <th scope="col" {...(isSorted ? { 'aria-sort': order } : {})}>
      <button
        type="button"
        className={styles.sort}
        title={messages.sortWords[sort]}
        onClick={() => {
          onSort(sort)
        }}
      >
        {messages.columns[sort]}
      </button>
    </th>
  )
}

const SORT_ASCENDS: Record<Sort, boolean> = {
  name: true,
  state: true,
  visits: false,
  visits_change: false,
  p95: false,
  p95_change: false,
  uptime: true,
}

/** Drawn anew only where its own item is another: there may be hundreds on the page. */
const Row = memo(function Row({ item }: { item: OverviewItem }) {
  const { dashboard, uptime } = item
  const { visits, p95, uptime: share } = figuresOf(item)
  return (
    <tr>
      <th scope="row">
        <Link to="/dashboards/$dashboardId" params={{ dashboardId: dashboard.id }}>
          {dashboard.name}
        </Link>
      </th>
      <td className={styles.state}>
        {uptime.status === 'down' && uptime.since !== null && <DownNotice since={uptime.since} />}
        <StatusLine dashboard={dashboard} />
      </td>
      <FigureCells figure={visits} />
      <FigureCells figure={p95} />
      <td title={share.trace}>{share.value}</td>
      <td className={styles.trend}>
        <HourTrend item={item} />
      </td>
    </tr>
  )
})

function FigureCells({ figure }: { figure: Figure }) {
  return (
    <>
      <td title={figure.trace}>{figure.value}</td>
      <td title={figure.trace} className={styles.change}>
        {figure.change}
      </td>
    </>
  )
}

import { Link } from '@tanstack/react-router'
import { memo } from 'react'

import { ScrollingTable, SortHeader } from '@/components/table'
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
    <ScrollingTable
      label={messages.title}
      className={styles.table}
      head={
        <>
          {SORTS.map((sort) => (
            <SortHeader
              key={sort}
              label={messages.columns[sort]}
              title={messages.sortWords[sort]}
              order={view.sort === sort ? orderOf(sort, view) : undefined}
              onSort={() => {
                onSort(sort)
              }}
            />
          ))}
          <th scope="col">{messages.trend}</th>
        </>
      }
    >
      {items.map((item) => (
        <Row key={item.dashboard.id} item={item} />
      ))}
    </ScrollingTable>
  )
}

function orderOf(sort: Sort, { reversed }: OverviewView) {
  return SORT_ASCENDS[sort] === (reversed !== true) ? 'ascending' : 'descending'
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

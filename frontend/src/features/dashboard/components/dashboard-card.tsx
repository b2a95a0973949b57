import { Link } from '@tanstack/react-router'
import { memo } from 'react'

import { CallFacts } from '@/features/dashboard/components/call-facts'
import styles from '@/features/dashboard/components/dashboard-card.module.css'
import { DownNotice } from '@/features/dashboard/components/down-notice'
import { HourTrend } from '@/features/dashboard/components/hour-trend'
import { StatusLine } from '@/features/dashboard/components/status-line'
import { type Figure, figuresOf } from '@/features/dashboard/figures'
import { messages } from '@/features/dashboard/messages'
import type { OverviewItem } from '@/lib/api/models'

interface DashboardCardProps {
  item: OverviewItem
}

/** Drawn anew only where its own item is another: there may be hundreds on the page. */
export const DashboardCard = memo(function DashboardCard({ item }: DashboardCardProps) {
  const { dashboard, uptime } = item
  const figures = figuresOf(item)
  return (
    <li className={styles.card}>
      <div>
        <h2 className={styles.name}>
          <Link to="/dashboards/$dashboardId" params={{ dashboardId: dashboard.id }}>
            {dashboard.name}
          </Link>
        </h2>
        <p className={styles.url}>{dashboard.url}</p>
      </div>
      <div className={styles.state}>
        {uptime.status === 'down' && uptime.since !== null && <DownNotice since={uptime.since} />}
        <StatusLine dashboard={dashboard} />
      </div>
      <HourTrend item={item} />
      <dl className={styles.figures}>
        <CardFigure label={messages.visitsOfDay} figure={figures.visits} />
        <CardFigure label={messages.p95OfDay} figure={figures.p95} />
        <CardFigure label={messages.uptimeOfMonth} figure={figures.uptime} />
      </dl>
      <div className={styles.facts}>
        <CallFacts dashboard={dashboard} />
      </div>
    </li>
  )
})

function CardFigure({ label, figure }: { label: string; figure: Figure }) {
  return (
    <div title={figure.trace}>
      <dt className={styles.label}>{label}</dt>
      <dd>
        <span className={styles.value}>{figure.value}</span>{' '}
        {figure.change !== null && <span className={styles.change}>{figure.change}</span>}
      </dd>
    </div>
  )
}

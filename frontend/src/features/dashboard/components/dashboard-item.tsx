import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import { CallFacts } from '@/features/dashboard/components/call-facts'
import styles from '@/features/dashboard/components/dashboard-item.module.css'
import { StatusLine } from '@/features/dashboard/components/status-line'
import type { Dashboard } from '@/lib/api/models'

interface DashboardItemProps {
  dashboard: Dashboard
  chart: ReactNode
}

export function DashboardItem({ dashboard, chart }: DashboardItemProps) {
  return (
    <li className={styles.item} data-testid="dashboard" data-dashboard-id={dashboard.id}>
      <div className={styles.facts}>
        <h2 className={styles.name}>
          <Link to="/dashboards/$dashboardId" params={{ dashboardId: dashboard.id }}>
            {dashboard.name}
          </Link>
        </h2>
        <p className={styles.url}>{dashboard.url}</p>
        <StatusLine dashboard={dashboard} />
        <CallFacts dashboard={dashboard} />
      </div>
      {chart}
    </li>
  )
}

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'

import { Button } from '@/components/button'
import { EmptyNotice } from '@/components/empty-notice'
import { PanelBody } from '@/components/panel'
import { dashboardsQuery } from '@/features/dashboard/api/get-dashboards'
import { AddDashboardDialog } from '@/features/dashboard/components/add-dashboard-dialog'
import { DashboardItem } from '@/features/dashboard/components/dashboard-item'
import styles from '@/features/dashboard/components/dashboard-list.module.css'
import { messages } from '@/features/dashboard/messages'
import type { Dashboard } from '@/lib/api/models'

const HEIGHT = 400

interface DashboardListProps {
  /** The chart of one dashboard. */
  chart: (dashboard: Dashboard) => ReactNode
}

export function DashboardList({ chart }: DashboardListProps) {
  const query = useQuery(dashboardsQuery)
  const [adding, setAdding] = useState(false)
  const [added, setAdded] = useState('')

  const add = (
    <Button
      variant="primary"
      onClick={() => {
        setAdding(true)
      }}
    >
      {messages.add}
    </Button>
  )
  return (
    <>
      <header className={styles.header}>
        <h1>{messages.title}</h1>
        {(query.data?.length ?? 0) > 0 && add}
      </header>
      <p className="visually-hidden" role="status">
        {added}
      </p>
      <PanelBody
        title={messages.title}
        query={query}
        height={HEIGHT}
        empty={(dashboards) =>
          dashboards.length === 0 ? (
            <EmptyNotice title={messages.emptyTitle}>
              <p>{messages.emptyHint}</p>
              <p className={styles.firstStep}>{add}</p>
            </EmptyNotice>
          ) : undefined
        }
      >
        {(dashboards) => (
          <ul>
            {dashboards.map((dashboard) => (
              <DashboardItem key={dashboard.id} dashboard={dashboard} chart={chart(dashboard)} />
            ))}
          </ul>
        )}
      </PanelBody>
      {adding && (
        <AddDashboardDialog
          onAdded={(dashboard) => {
            setAdded(messages.added(dashboard.name))
          }}
          onClose={() => {
            setAdding(false)
          }}
        />
      )}
    </>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import { messages } from '@/app/messages'
import styles from '@/app/routes/dashboard-layout.module.css'
import { NotFoundNotice } from '@/app/routes/not-found-notice'
import { dashboardQuery } from '@/features/dashboard/api/get-dashboard'
import { DashboardHeader } from '@/features/dashboard/components/dashboard-header'
import { ApiError } from '@/lib/api/api-error'

// An id that is nobody's or not mine, and one that is no id at all.
const NO_SUCH_DASHBOARD = [404, 422]

interface DashboardLayoutProps {
  dashboardId: string
  children: ReactNode
}

/** What all pages of one dashboard have in common: who it is and how it does, and the way to the other pages. */
export function DashboardLayout({ dashboardId, children }: DashboardLayoutProps) {
  const { error } = useQuery(dashboardQuery(dashboardId))
  if (error instanceof ApiError && NO_SUCH_DASHBOARD.includes(error.status)) return <NotFoundNotice />
  const params = { dashboardId }
  return (
    // Another dashboard starts anew: nothing of this one may show meanwhile.
    <div key={dashboardId} className={styles.page}>
      <DashboardHeader dashboardId={dashboardId} />
      <nav className={styles.tabs} aria-label={messages.pages}>
        <Link
          to="/dashboards/$dashboardId"
          params={params}
          activeOptions={{ exact: true, includeSearch: false }}
        >
          {messages.statistics}
        </Link>
        <Link to="/dashboards/$dashboardId/settings" params={params} activeOptions={{ includeSearch: false }}>
          {messages.settings}
        </Link>
      </nav>
      {children}
    </div>
  )
}

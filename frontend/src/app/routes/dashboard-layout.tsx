import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'

import styles from '@/app/routes/dashboard-layout.module.css'
import { DashboardTabs } from '@/app/routes/dashboard-tabs'
import { NotFoundNotice } from '@/app/routes/not-found-notice'
import { dashboardQuery } from '@/features/dashboard/api/get-dashboard'
import { DashboardHeader } from '@/features/dashboard/components/dashboard-header'
import { isNoSuch } from '@/lib/api/api-error'

interface DashboardLayoutProps {
  dashboardId: string
  children: ReactNode
}

/** What all pages of one dashboard have in common: who it is and how it does, and the way to the other pages. */
export function DashboardLayout({ dashboardId, children }: DashboardLayoutProps) {
  const { error } = useQuery(dashboardQuery(dashboardId))
  if (isNoSuch(error)) return <NotFoundNotice />
  return (
    // Another dashboard starts anew: nothing of this one may show meanwhile.
    <div key={dashboardId} className={styles.page}>
      <DashboardHeader dashboardId={dashboardId} />
      <DashboardTabs dashboardId={dashboardId} />
      {children}
    </div>
  )
}

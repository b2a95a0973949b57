import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import { DashboardLayout } from '@/app/routes/dashboard-layout'
import navStyles from '@/app/routes/sub-nav.module.css'
import { timeAndFilters } from '@/app/time-and-filters'
import { PanelBody } from '@/components/panel'
import { dashboardQuery } from '@/features/dashboard/api/get-dashboard'
import { messages } from '@/features/dashboard-settings/messages'
import type { Dashboard } from '@/lib/api/models'

const HEIGHT = 400
const exactly = { exact: true, includeSearch: false }

interface DashboardSettingsLayoutProps {
  dashboardId: string
  children: (dashboard: Dashboard) => ReactNode
}

export function DashboardSettingsLayout({ dashboardId, children }: DashboardSettingsLayoutProps) {
  const query = useQuery(dashboardQuery(dashboardId))
  const params = { dashboardId }
  return (
    <DashboardLayout dashboardId={dashboardId}>
      <nav className={navStyles.nav} aria-label={messages.pages}>
        <Link
          to="/dashboards/$dashboardId/settings"
          params={params}
          search={timeAndFilters}
          activeOptions={exactly}
        >
          {messages.general}
        </Link>
        <Link to="/dashboards/$dashboardId/settings/people" params={params} search={timeAndFilters}>
          {messages.people}
        </Link>
        {query.data?.role === 'owner' && (
          <Link to="/dashboards/$dashboardId/settings/links" params={params} search={timeAndFilters}>
            {messages.links}
          </Link>
        )}
      </nav>
      <PanelBody title={messages.general} query={query} height={HEIGHT}>
        {children}
      </PanelBody>
    </DashboardLayout>
  )
}

import { Link } from '@tanstack/react-router'

import { messages } from '@/app/messages'
import styles from '@/app/routes/dashboard-tabs.module.css'
import { timeAndFilters } from '@/app/time-and-filters'

interface DashboardTabsProps {
  dashboardId: string
}

/** The pages of one dashboard; each keeps the time and the filters. */
export function DashboardTabs({ dashboardId }: DashboardTabsProps) {
  const params = { dashboardId }
  return (
    <nav className={styles.tabs} aria-label={messages.pages}>
      <Link
        to="/dashboards/$dashboardId"
        params={params}
        search={timeAndFilters}
        activeOptions={{ exact: true, includeSearch: false }}
      >
        {messages.statistics}
      </Link>
      <Link
        to="/dashboards/$dashboardId/graphs"
        params={params}
        search={timeAndFilters}
        activeOptions={{ includeSearch: false }}
      >
        {messages.graphs}
      </Link>
      <Link
        to="/dashboards/$dashboardId/widgets"
        params={params}
        search={timeAndFilters}
        activeOptions={{ includeSearch: false }}
      >
        {messages.widgets}
      </Link>
      <Link
        to="/dashboards/$dashboardId/tests"
        params={params}
        search={timeAndFilters}
        activeOptions={{ includeSearch: false }}
      >
        {messages.testRuns}
      </Link>
      <Link
        to="/dashboards/$dashboardId/settings"
        params={params}
        search={timeAndFilters}
        activeOptions={{ includeSearch: false }}
      >
        {messages.settings}
      </Link>
    </nav>
  )
}

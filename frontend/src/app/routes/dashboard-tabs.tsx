import { Link, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'

import { messages } from '@/app/messages'
import styles from '@/app/routes/dashboard-tabs.module.css'
import { timeAndFilters } from '@/app/time-and-filters'

interface DashboardTabsProps {
  dashboardId: string
}

/** The pages of one dashboard; each keeps the time and the filters. */
export function DashboardTabs({ dashboardId }: DashboardTabsProps) {
  const params = { dashboardId }
  const tabs = useRef<HTMLElement>(null)
  const path = useLocation({ select: ({ pathname }) => pathname })
  // On a phone the strip is wider than the screen.
  useEffect(() => {
    const current = tabs.current?.querySelector('[aria-current="page"]')
    current?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
  }, [path])
  return (
    <nav ref={tabs} className={styles.tabs} aria-label={messages.pages}>
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

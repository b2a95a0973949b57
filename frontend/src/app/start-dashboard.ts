import type { QueryClient } from '@tanstack/react-query'

import { loadTimeChart } from '@/components/chart/time-chart'
import { dashboardQuery } from '@/features/dashboard/api/get-dashboard'

// Its first page, and others below it. An app that is added has none yet.
const DASHBOARD_PATH = /^\/dashboards\/(?!new$)([^/]+)(?:\/([^/]+))?/
const WITHOUT_CHARTS = ['arrival', 'settings', 'widgets']

/**
 * Asks for what a dashboard's page needs whoever is signed in, before it is known who is: else the two are asked for
 * one after the other. Where nobody is, the answer is a refusal that nothing shows.
 */
export function startDashboard(queryClient: QueryClient, path: string): void {
  const [, dashboardId, page = ''] = DASHBOARD_PATH.exec(path) ?? []
  if (dashboardId === undefined) return
  // One that fails is tried again where the chart is drawn.
  if (!WITHOUT_CHARTS.includes(page)) loadTimeChart().catch(() => undefined)
  const query = dashboardQuery(dashboardId)
  // The page asks again by itself, and says what is wrong.
  if (queryClient.getQueryData(query.queryKey) === undefined) queryClient.query(query).catch(() => undefined)
}

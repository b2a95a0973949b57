import { queryOptions } from '@tanstack/react-query'

import { api, dataOf } from '@/lib/api/client'
import { dashboardKey } from '@/lib/api/query-keys'

export function graphsKey(dashboardId: string) {
  // Not below the dashboard's key: new calls do not change which graphs there are.
  return ['graphs', ...dashboardKey(dashboardId)] as const
}

/** The graphs that were made for a dashboard, in their order. */
export function graphsQuery(dashboardId: string) {
  return queryOptions({
    queryKey: graphsKey(dashboardId),
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/dashboards/{dashboard_id}/graphs', {
          params: { path: { dashboard_id: dashboardId } },
          signal,
        }),
      ),
  })
}

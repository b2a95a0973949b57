import { queryOptions } from '@tanstack/react-query'

import { api, dataOf } from '@/lib/api/client'
import { dashboardKey } from '@/lib/api/query-keys'

export function widgetsKey(dashboardId: string) {
  return [...dashboardKey(dashboardId), 'widgets'] as const
}

/** The widgets of a dashboard, the oldest first. */
export function widgetsQuery(dashboardId: string) {
  return queryOptions({
    queryKey: widgetsKey(dashboardId),
    queryFn: async ({ signal }) => {
      const answer = await dataOf(
        api.GET('/api/v1/dashboards/{dashboard_id}/widgets', {
          params: { path: { dashboard_id: dashboardId } },
          signal,
        }),
      )
      return answer.items
    },
  })
}

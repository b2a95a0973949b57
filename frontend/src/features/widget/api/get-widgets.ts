import { queryOptions } from '@tanstack/react-query'

import { api, dataOf } from '@/lib/api/client'

// Not below the dashboard's own key: no call that arrives changes its widgets.
export function widgetsKey(dashboardId: string) {
  return ['widgets', dashboardId] as const
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

import { queryOptions } from '@tanstack/react-query'

import { api, dataOf } from '@/lib/api/client'

// Not below the dashboard's own key: no call that arrives changes whom it is shared with.
export function sharesKey(dashboardId: string) {
  return ['shares', dashboardId] as const
}

export function sharesQuery(dashboardId: string) {
  return queryOptions({
    queryKey: sharesKey(dashboardId),
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/dashboards/{dashboard_id}/shares', {
          params: { path: { dashboard_id: dashboardId } },
          signal,
        }),
      ),
  })
}

import { queryOptions } from '@tanstack/react-query'

import { api, dataOf } from '@/lib/api/client'

// Not below the dashboard's own key: no call that arrives changes its links.
export function linksKey(dashboardId: string) {
  return ['links', dashboardId] as const
}

export function linksQuery(dashboardId: string) {
  return queryOptions({
    queryKey: linksKey(dashboardId),
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/dashboards/{dashboard_id}/links', {
          params: { path: { dashboard_id: dashboardId } },
          signal,
        }),
      ),
  })
}

import { queryOptions } from '@tanstack/react-query'

import { api, dataOf } from '@/lib/api/client'
import { dashboardKey } from '@/lib/api/query-keys'

/** All endpoints of a dashboard. */
export function endpointNamesQuery(dashboardId: string) {
  return queryOptions({
    queryKey: [...dashboardKey(dashboardId), 'endpoint names'],
    queryFn: async ({ signal }) => {
      const { items } = await dataOf(
        api.GET('/api/v1/dashboards/{dashboard_id}/endpoints', {
          params: { path: { dashboard_id: dashboardId } },
          signal,
        }),
      )
      return items.map(({ name }) => name)
    },
  })
}

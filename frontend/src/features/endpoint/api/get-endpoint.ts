import { queryOptions } from '@tanstack/react-query'

import { api, dataOf } from '@/lib/api/client'
import { dashboardKey } from '@/lib/api/query-keys'

const REFETCH_INTERVAL_MS = 60_000

/** One endpoint as the source lists it; under its new name where it was renamed or merged. */
export function endpointQuery(dashboardId: string, name: string) {
  return queryOptions({
    queryKey: [...dashboardKey(dashboardId), 'endpoint', name],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/dashboards/{dashboard_id}/endpoint', {
          params: { path: { dashboard_id: dashboardId }, query: { endpoint: name } },
          signal,
        }),
      ),
    refetchInterval: REFETCH_INTERVAL_MS,
  })
}

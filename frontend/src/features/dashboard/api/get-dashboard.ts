import { queryOptions } from '@tanstack/react-query'

import { api, dataOf } from '@/lib/api/client'
import { dashboardDetailKey } from '@/lib/api/query-keys'

const REFETCH_INTERVAL_MS = 60_000

/** One dashboard, without statistics. */
export function dashboardQuery(dashboardId: string) {
  return queryOptions({
    queryKey: dashboardDetailKey(dashboardId),
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/dashboards/{dashboard_id}', {
          params: { path: { dashboard_id: dashboardId } },
          signal,
        }),
      ),
    refetchInterval: REFETCH_INTERVAL_MS,
  })
}

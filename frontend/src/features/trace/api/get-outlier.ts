import { queryOptions } from '@tanstack/react-query'

import { api, dataOf } from '@/lib/api/client'
import { dashboardKey } from '@/lib/api/query-keys'

/** One outlier whole. It never changes. */
export function outlierQuery(dashboardId: string, outlierId: string) {
  return queryOptions({
    queryKey: [...dashboardKey(dashboardId), 'outlier', outlierId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/dashboards/{dashboard_id}/outliers/{outlier_id}', {
          params: { path: { dashboard_id: dashboardId, outlier_id: outlierId } },
          signal,
        }),
      ),
    staleTime: 'static',
  })
}

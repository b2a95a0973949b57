import { queryOptions } from '@tanstack/react-query'

import { traceOptions, type TraceScope } from '@/features/trace/scope'
import { api, dataOf } from '@/lib/api/client'

// All that PyDash keeps of an endpoint.
const OUTLIERS_MAX = 200

export function outliersQuery(scope: TraceScope) {
  return queryOptions({
    ...traceOptions(scope, 'outliers'),
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/dashboards/{dashboard_id}/outliers', {
          params: {
            path: { dashboard_id: scope.dashboardId },
            query: { endpoint: scope.endpoint, limit: OUTLIERS_MAX, ...scope.fields() },
          },
          signal,
        }),
      ),
  })
}

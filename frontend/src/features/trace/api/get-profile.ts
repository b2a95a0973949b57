import { queryOptions } from '@tanstack/react-query'

import { traceOptions, type TraceScope } from '@/features/trace/scope'
import { api, dataOf } from '@/lib/api/client'

export function profileQuery(scope: TraceScope) {
  return queryOptions({
    ...traceOptions(scope, 'profile'),
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/dashboards/{dashboard_id}/profile', {
          params: {
            path: { dashboard_id: scope.dashboardId },
            query: { endpoint: scope.endpoint, ...scope.fields() },
          },
          signal,
        }),
      ),
  })
}

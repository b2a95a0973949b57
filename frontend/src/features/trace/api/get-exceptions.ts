import { queryOptions } from '@tanstack/react-query'

import { traceOptions, type TraceScope } from '@/features/trace/scope'
import { api, dataOf } from '@/lib/api/client'

// Of one endpoint; who has more places that raise looks at the last ones first.
const GROUPS_MAX = 100

export function exceptionsQuery(scope: TraceScope) {
  return queryOptions({
    ...traceOptions(scope, 'exceptions'),
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/dashboards/{dashboard_id}/exceptions', {
          params: {
            path: { dashboard_id: scope.dashboardId },
            query: { endpoint: scope.endpoint, limit: GROUPS_MAX, ...scope.fields() },
          },
          signal,
        }),
      ),
  })
}

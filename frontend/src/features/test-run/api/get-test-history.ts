import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import { testRunsKey } from '@/features/test-run/api/keys'
import { api, dataOf } from '@/lib/api/client'

/** One test in the last runs of its suite. */
export function testHistoryQuery(dashboardId: string, suiteId: string, test: string) {
  return queryOptions({
    queryKey: [...testRunsKey(dashboardId), 'history', { suiteId, test }],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/dashboards/{dashboard_id}/test-suites/{suite_id}/history', {
          params: { path: { dashboard_id: dashboardId, suite_id: suiteId }, query: { test } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  })
}

import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import { testRunsKey } from '@/features/test-run/api/keys'
import { api, dataOf } from '@/lib/api/client'

/** Tests that both passed and failed with the same version. */
export function flakyTestsQuery(dashboardId: string, suiteId: string) {
  return queryOptions({
    queryKey: [...testRunsKey(dashboardId), 'flaky', { suiteId }],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/dashboards/{dashboard_id}/test-suites/{suite_id}/flaky-tests', {
          params: { path: { dashboard_id: dashboardId, suite_id: suiteId } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  })
}

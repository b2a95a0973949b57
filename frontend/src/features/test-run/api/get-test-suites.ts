import { queryOptions } from '@tanstack/react-query'

import { REFETCH_MS, testRunsKey } from '@/features/test-run/api/keys'
import { api, dataOf } from '@/lib/api/client'

/** The suites of a dashboard, each with its last run. */
export function testSuitesQuery(dashboardId: string) {
  return queryOptions({
    queryKey: [...testRunsKey(dashboardId), 'suites'],
    queryFn: async ({ signal }) => {
      const { items } = await dataOf(
        api.GET('/api/v1/dashboards/{dashboard_id}/test-suites', {
          params: { path: { dashboard_id: dashboardId } },
          signal,
        }),
      )
      return items
    },
    refetchInterval: REFETCH_MS,
  })
}

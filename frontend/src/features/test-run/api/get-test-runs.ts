import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import { REFETCH_MS, testRunsKey } from '@/features/test-run/api/keys'
import { api, dataOf } from '@/lib/api/client'

const LIMIT = 50

/** The last runs of a suite, the newest first. */
export function testRunsQuery(dashboardId: string, suiteId: string) {
  return queryOptions({
    queryKey: [...testRunsKey(dashboardId), 'runs', { suiteId }],
    queryFn: async ({ signal }) => {
      const { items } = await dataOf(
        api.GET('/api/v1/dashboards/{dashboard_id}/test-runs', {
          params: { path: { dashboard_id: dashboardId }, query: { suite_id: suiteId, limit: LIMIT } },
          signal,
        }),
      )
      return items
    },
    placeholderData: keepPreviousData,
    refetchInterval: REFETCH_MS,
  })
}

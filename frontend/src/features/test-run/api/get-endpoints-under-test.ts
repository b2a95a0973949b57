import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import { REFETCH_MS, testRunsKey } from '@/features/test-run/api/keys'
import { api, dataOf } from '@/lib/api/client'
import { userTimezone } from '@/lib/format/zone'

export const PRODUCTION_DAYS = 7

/** The endpoints that a run's tests hit, beside their calls of the last days. */
export function endpointsUnderTestQuery(dashboardId: string, runId: string) {
  const timezone = userTimezone()
  return queryOptions({
    queryKey: [...testRunsKey(dashboardId), 'under-test', { runId, timezone }],
    queryFn: ({ signal }) => {
      const from = new Date()
      from.setDate(from.getDate() - (PRODUCTION_DAYS - 1))
      return dataOf(
        api.GET('/api/v1/dashboards/{dashboard_id}/test-runs/{run_id}/endpoints', {
          params: {
            path: { dashboard_id: dashboardId, run_id: runId },
            query: { start_date: from.toISOString(), timezone },
          },
          signal,
        }),
      )
    },
    placeholderData: keepPreviousData,
    refetchInterval: REFETCH_MS,
  })
}

import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import { STATISTICS_REFETCH_MS } from '@/features/statistic/api/get-statistics'
import { type RangeName, rangeQuery } from '@/features/statistic/range'
import { api, dataOf } from '@/lib/api/client'
import type { StatisticName } from '@/lib/api/models'
import { dashboardKey } from '@/lib/api/query-keys'

const STATISTICS: StatisticName[] = [
  'total_visits',
  'median_execution_time',
  'ninety-ninth_percentile_execution_time',
  'slowest_measured_execution_time',
]

/** Every endpoint, with statistics of its calls in the range. */
export function endpointsQuery(dashboardId: string, range: RangeName) {
  return queryOptions({
    queryKey: [...dashboardKey(dashboardId), 'endpoints', { range }],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/dashboards/{dashboard_id}/endpoints', {
          params: {
            path: { dashboard_id: dashboardId },
            query: { ...rangeQuery(range, new Date()), statistic: STATISTICS },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: STATISTICS_REFETCH_MS,
  })
}

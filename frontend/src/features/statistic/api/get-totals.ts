import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import {
  getStatistics,
  STATISTICS_REFETCH_MS,
  type StatisticsQuestion,
} from '@/features/statistic/api/get-statistics'
import type { StatisticName } from '@/lib/api/models'
import { dashboardKey } from '@/lib/api/query-keys'

const STATISTICS: StatisticName[] = [
  'total_visits',
  'unique_visitors',
  'median_execution_time',
  'ninety-ninth_percentile_execution_time',
]

/** One set of values over the whole range. */
export function totalsQuery(question: StatisticsQuestion) {
  const { dashboardId, range, endpoint } = question
  return queryOptions({
    queryKey: [...dashboardKey(dashboardId), 'totals', { range, endpoint }],
    queryFn: ({ signal }) => getStatistics(question, STATISTICS, null, signal),
    placeholderData: keepPreviousData,
    refetchInterval: STATISTICS_REFETCH_MS,
  })
}

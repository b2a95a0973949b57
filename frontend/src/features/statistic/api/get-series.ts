import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import {
  getStatistics,
  STATISTICS_REFETCH_MS,
  type StatisticsQuestion,
} from '@/features/statistic/api/get-statistics'
import { type RangeName, RANGES } from '@/features/statistic/range'
import type { Statistics, StatisticName } from '@/lib/api/models'
import { dashboardKey } from '@/lib/api/query-keys'

const STATISTICS: StatisticName[] = [
  'total_visits',
  'median_execution_time',
  'ninetieth_percentile_execution_time',
  'ninety-ninth_percentile_execution_time',
]

export interface Series {
  /** What was asked for; while another range loads, this one is still shown. */
  range: RangeName
  statistics: Statistics
}

/** Visits and execution times, slice by slice. */
export function seriesQuery(question: StatisticsQuestion) {
  const { dashboardId, range, endpoint } = question
  return queryOptions({
    queryKey: [...dashboardKey(dashboardId), 'series', { range, endpoint }],
    queryFn: async ({ signal }): Promise<Series> => ({
      range,
      statistics: await getStatistics(question, STATISTICS, RANGES[range].slice, signal),
    }),
    placeholderData: keepPreviousData,
    refetchInterval: STATISTICS_REFETCH_MS,
  })
}

import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import {
  askedNow,
  isComplete,
  type Question,
  questionKey,
  STATISTICS_REFETCH_MS,
} from '@/features/statistic/question'
import { withComparison } from '@/features/statistic/view'
import { api, dataOf } from '@/lib/api/client'
import type { StatisticName } from '@/lib/api/models'

const STATISTICS: StatisticName[] = [
  'total_visits',
  'median_execution_time',
  'ninety-ninth_percentile_execution_time',
  'slowest_measured_execution_time',
]

/** Every endpoint, with statistics of its calls in the view. */
export function endpointsQuery(question: Question) {
  const asked = { ...question, view: withComparison(question.view, undefined) }
  return queryOptions({
    queryKey: questionKey(asked, 'endpoints'),
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/dashboards/{dashboard_id}/endpoints', {
          params: {
            path: { dashboard_id: question.dashboardId },
            query: { ...askedNow(asked).fields, statistic: STATISTICS },
          },
          signal,
        }),
      ),
    enabled: isComplete(asked),
    placeholderData: keepPreviousData,
    refetchInterval: STATISTICS_REFETCH_MS,
  })
}

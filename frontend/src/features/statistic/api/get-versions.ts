import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import {
  askedNow,
  isComplete,
  type Question,
  questionKey,
  STATISTICS_REFETCH_MS,
} from '@/features/statistic/question'
import { type View, withComparison } from '@/features/statistic/view'
import { askPanel } from '@/lib/api/ask-panel'
import type { Breakdown, StatisticName } from '@/lib/api/models'

const STATISTICS: StatisticName[] = [
  'total_visits',
  'median_execution_time',
  'ninetieth_percentile_execution_time',
  'ninety-ninth_percentile_execution_time',
  'error_rate',
]
const VERSIONS_MAX = 50

export interface VersionsInView {
  view: View
  breakdown: Breakdown
}

/** How each version of the app did, in order of their first calls. */
export function versionsQuery(question: Question) {
  const asked = { ...question, view: withComparison(question.view, undefined) }
  return queryOptions({
    queryKey: questionKey(asked, 'versions'),
    queryFn: async ({ signal }): Promise<VersionsInView> => ({
      view: asked.view,
      breakdown: await askPanel(
        question.dashboardId,
        {
          kind: 'breakdown',
          ...askedNow(asked).fields,
          by: 'version',
          top: VERSIONS_MAX,
          statistic: STATISTICS,
        },
        signal,
      ),
    }),
    enabled: isComplete(asked),
    placeholderData: keepPreviousData,
    refetchInterval: STATISTICS_REFETCH_MS,
  })
}

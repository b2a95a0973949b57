import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import { type Settled, settled } from '@/features/statistic/api/settled'
import {
  askedNow,
  comparedNow,
  isComplete,
  type Question,
  questionKey,
  STATISTICS_REFETCH_MS,
} from '@/features/statistic/question'
import type { View } from '@/features/statistic/view'
import { askPanel } from '@/lib/api/ask-panel'
import type { Statistics, StatisticName } from '@/lib/api/models'

const STATISTICS: StatisticName[] = [
  'total_visits',
  'unique_visitors',
  'median_execution_time',
  'ninety-ninth_percentile_execution_time',
  'error_rate',
  'apdex',
]

export interface Totals {
  view: View
  statistics: Statistics
  /** Both null where the view is compared with nothing. */
  compared: Settled<Statistics>
  answeredAtMs: number
}

/** One set of values over the whole range. */
export function totalsQuery(question: Question) {
  const { dashboardId, view } = question
  return queryOptions({
    queryKey: questionKey(question, 'totals'),
    queryFn: async ({ signal }): Promise<Totals> => {
      const { fields } = askedNow(question)
      const ask = (asked: Partial<typeof fields>) =>
        askPanel(dashboardId, { kind: 'value', ...asked, statistic: STATISTICS }, signal)
      const asComparison = comparedNow(question, 'sums')
      const [statistics, compared] = await Promise.all([
        ask(fields),
        settled(asComparison && ask(asComparison)),
      ])
      return { view, statistics, compared, answeredAtMs: Date.now() }
    },
    enabled: isComplete(question),
    placeholderData: keepPreviousData,
    refetchInterval: STATISTICS_REFETCH_MS,
  })
}

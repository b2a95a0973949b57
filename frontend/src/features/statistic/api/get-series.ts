import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import { type Settled, settled } from '@/features/statistic/api/settled'
import type { SliceUnit } from '@/features/statistic/calendar'
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
  'ninetieth_percentile_execution_time',
  'ninety-ninth_percentile_execution_time',
]

export interface Series {
  /** What was asked for; while another view loads, this one is still shown. */
  view: View
  slice: SliceUnit
  statistics: Statistics
  /** Both null where the view is compared with nothing. */
  compared: Settled<Statistics>
  answeredAtMs: number
}

/** Visits, visitors and execution times, slice by slice. */
export function seriesQuery(question: Question) {
  const { dashboardId, view } = question
  return queryOptions({
    queryKey: questionKey(question, 'series'),
    queryFn: async ({ signal }): Promise<Series> => {
      const { fields, slice } = askedNow(question)
      const ask = (asked: Partial<typeof fields>) =>
        askPanel(dashboardId, { kind: 'series', ...asked, timeslice: slice, statistic: STATISTICS }, signal)
      const asComparison = comparedNow(question, 'slices')
      const [statistics, compared] = await Promise.all([
        ask(fields),
        settled(asComparison && ask(asComparison)),
      ])
      return { view, slice, statistics, compared, answeredAtMs: Date.now() }
    },
    enabled: isComplete(question),
    placeholderData: keepPreviousData,
    refetchInterval: STATISTICS_REFETCH_MS,
  })
}

import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import { type Settled, settled } from '@/features/statistic/api/settled'
import {
  askedNow,
  isComplete,
  type Question,
  questionKey,
  STATISTICS_REFETCH_MS,
} from '@/features/statistic/question'
import type { SliceUnit } from '@/features/statistic/span'
import { type View, withComparison } from '@/features/statistic/view'
import { askPanel } from '@/lib/api/ask-panel'
import type { Breakdown, Statistics } from '@/lib/api/models'

const CODES_MAX = 20

export interface Statuses {
  view: View
  slice: SliceUnit
  /** Classes slice by slice, which are kept for ever. */
  statistics: Statistics
  /** The codes themselves, which only raw calls tell. */
  codes: Settled<Breakdown>
}

/** How calls were answered. */
export function statusesQuery(question: Question) {
  const { dashboardId } = question
  const asked = { ...question, view: withComparison(question.view, undefined) }
  return queryOptions({
    queryKey: questionKey(asked, 'statuses'),
    queryFn: async ({ signal }): Promise<Statuses> => {
      const { fields, slice } = askedNow(asked)
      const [statistics, codes] = await Promise.all([
        askPanel(
          dashboardId,
          { kind: 'series', ...fields, timeslice: slice, statistic: ['status_classes'] },
          signal,
        ),
        settled(
          askPanel(
            dashboardId,
            { kind: 'breakdown', ...fields, by: 'status', top: CODES_MAX, statistic: ['total_visits'] },
            signal,
          ),
        ),
      ])
      return { view: asked.view, slice, statistics, codes }
    },
    enabled: isComplete(asked),
    placeholderData: keepPreviousData,
    refetchInterval: STATISTICS_REFETCH_MS,
  })
}

import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import {
  askedNow,
  isComplete,
  type Question,
  questionKey,
  STATISTICS_REFETCH_MS,
} from '@/features/statistic/question'
import { coarser, type SliceUnit } from '@/features/statistic/span'
import { type View, withComparison } from '@/features/statistic/view'
import { askPanel } from '@/lib/api/ask-panel'
import type { Breakdown } from '@/lib/api/models'

// More layers than this nobody tells apart.
const ENDPOINTS_MAX = 8

export interface Utilisation {
  view: View
  slice: SliceUnit
  breakdown: Breakdown
}

/** What part of the calls each endpoint had, day by day. */
export function utilisationQuery(question: Question) {
  const asked = { ...question, view: withComparison(question.view, undefined) }
  return queryOptions({
    queryKey: questionKey(asked, 'utilisation'),
    queryFn: async ({ signal }): Promise<Utilisation> => {
      const { fields, span } = askedNow(asked)
      const slice = coarser(span, Date.now())
      const breakdown = await askPanel(
        question.dashboardId,
        {
          kind: 'breakdown',
          ...fields,
          by: 'endpoint',
          top: ENDPOINTS_MAX,
          timeslice: slice,
          statistic: ['total_visits'],
        },
        signal,
      )
      return { view: asked.view, slice, breakdown }
    },
    enabled: isComplete(asked),
    placeholderData: keepPreviousData,
    refetchInterval: STATISTICS_REFETCH_MS,
  })
}

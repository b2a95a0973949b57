import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import { askedNow, isComplete, type Question, questionKey } from '@/features/statistic/question'
import { type FilterName, withComparison, withFilter } from '@/features/statistic/view'
import { askPanel } from '@/lib/api/ask-panel'

const NAMES_MAX = 200

export interface NameWithCalls {
  name: string
  calls: number
}

/** The endpoints, versions, groups or addresses that can be chosen: those with calls in the view, most first. */
export function namesQuery(question: Question, by: FilterName) {
  // Others than the one chosen are still to choose from.
  const view = withComparison(withFilter(question.view, by, undefined), undefined)
  const asked = { ...question, view }
  return queryOptions({
    queryKey: questionKey(asked, `names by ${by}`),
    queryFn: async ({ signal }): Promise<NameWithCalls[]> => {
      const { rows } = await askPanel(
        question.dashboardId,
        { kind: 'breakdown', ...askedNow(asked).fields, by, top: NAMES_MAX, statistic: ['total_visits'] },
        signal,
      )
      return rows.flatMap(({ key, calls }) => (key === null ? [] : [{ name: key, calls }]))
    },
    enabled: isComplete(asked),
    placeholderData: keepPreviousData,
  })
}

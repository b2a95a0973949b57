import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import {
  type AskedNow,
  askedNow,
  isComplete,
  type Question,
  questionKey,
  STATISTICS_REFETCH_MS,
} from '@/features/statistic/question'
import { type View, withComparison } from '@/features/statistic/view'

/** An answer with what was asked for; while another view loads, this one is still shown. */
export interface Answered<Answer> {
  view: View
  answer: Answer
  answeredAtMs: number
}

/** The query of a panel that compares nothing. `name` is its own among those of a dashboard. */
export function panelQuery<Answer>(
  question: Question,
  name: string,
  ask: (asked: AskedNow, signal: AbortSignal) => Promise<Answer>,
) {
  const asked = { ...question, view: withComparison(question.view, undefined) }
  return queryOptions({
    queryKey: questionKey(asked, name),
    queryFn: async ({ signal }): Promise<Answered<Answer>> => ({
      view: asked.view,
      answer: await ask(askedNow(asked), signal),
      answeredAtMs: Date.now(),
    }),
    enabled: isComplete(asked),
    placeholderData: keepPreviousData,
    refetchInterval: STATISTICS_REFETCH_MS,
  })
}

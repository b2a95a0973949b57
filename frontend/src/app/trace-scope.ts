import { isComplete, type Question } from '@/features/statistic/question'
import { spanFields, spanOf } from '@/features/statistic/span'
import type { TraceScope } from '@/features/trace/scope'

/** The traces of an endpoint in the time that a page is about. Its other filters do not matter to them. */
export function traceScope(question: Question, endpoint: string): TraceScope {
  const { dashboardId, view, known } = question
  return {
    dashboardId,
    endpoint,
    time: [view.range, view.from, view.until],
    fields: () => spanFields(spanOf(view, known, Date.now())),
    isReady: isComplete(question),
  }
}

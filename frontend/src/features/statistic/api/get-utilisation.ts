import { panelQuery } from '@/features/statistic/api/panel-query'
import { visitsByDay } from '@/features/statistic/by-day'
import type { SliceUnit } from '@/features/statistic/calendar'
import type { Question } from '@/features/statistic/question'
import { coarser } from '@/features/statistic/span'
import { askPanel } from '@/lib/api/ask-panel'
import type { Breakdown } from '@/lib/api/models'

// More layers than this nobody tells apart.
const ENDPOINTS_MAX = 8

export interface Utilisation {
  slice: SliceUnit
  breakdown: Breakdown
}

/** What part of the calls each endpoint had, day by day. */
export function utilisationQuery(question: Question) {
  return panelQuery(question, 'utilisation', async ({ fields, span }, signal): Promise<Utilisation> => {
    const slice = coarser(span, Date.now())
    const answer = await askPanel(
      question.dashboardId,
      {
        kind: 'breakdown',
        ...fields,
        by: 'endpoint',
        top: ENDPOINTS_MAX,
        timeslice: span.slice,
        statistic: ['total_visits'],
      },
      signal,
    )
    return { slice, breakdown: slice === span.slice ? answer : visitsByDay(answer) }
  })
}

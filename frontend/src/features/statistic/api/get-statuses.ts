import { panelQuery } from '@/features/statistic/api/panel-query'
import { type Settled, settled } from '@/features/statistic/api/settled'
import type { SliceUnit } from '@/features/statistic/calendar'
import type { Question } from '@/features/statistic/question'
import { askPanel } from '@/lib/api/ask-panel'
import type { Breakdown, Statistics } from '@/lib/api/models'

const CODES_MAX = 20

export interface Statuses {
  slice: SliceUnit
  /** Classes slice by slice, which are kept for ever. */
  statistics: Statistics
  /** The codes themselves, which only raw calls tell. */
  codes: Settled<Breakdown>
}

/** How calls were answered. */
export function statusesQuery(question: Question) {
  const { dashboardId } = question
  return panelQuery(question, 'statuses', async ({ fields, slice }, signal): Promise<Statuses> => {
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
    return { slice, statistics, codes }
  })
}

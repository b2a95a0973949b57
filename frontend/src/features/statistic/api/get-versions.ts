import { panelQuery } from '@/features/statistic/api/panel-query'
import type { Question } from '@/features/statistic/question'
import { withFilter } from '@/features/statistic/view'
import { askPanel } from '@/lib/api/ask-panel'
import type { StatisticName } from '@/lib/api/models'

const STATISTICS: StatisticName[] = [
  'median_execution_time',
  'ninetieth_percentile_execution_time',
  'ninety-ninth_percentile_execution_time',
  'error_rate',
]
const VERSIONS_MAX = 50

/** How each version of the app did, in order of their first calls. */
export function versionsQuery(question: Question) {
  // Of all versions, whichever is chosen for the rest of the page.
  const ofAll = { ...question, view: withFilter(question.view, 'version', undefined) }
  return panelQuery(ofAll, 'versions', ({ fields }, signal) =>
    askPanel(
      question.dashboardId,
      { kind: 'breakdown', ...fields, by: 'version', top: VERSIONS_MAX, statistic: STATISTICS },
      signal,
    ),
  )
}

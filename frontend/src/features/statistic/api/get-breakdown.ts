import { panelQuery } from '@/features/statistic/api/panel-query'
import type { Question } from '@/features/statistic/question'
import { askPanel } from '@/lib/api/ask-panel'
import type { Breakdown, StatisticName } from '@/lib/api/models'

const STATISTICS: StatisticName[] = [
  'median_execution_time',
  'ninety-ninth_percentile_execution_time',
  'slowest_measured_execution_time',
  'error_rate',
]
const ROWS_MAX = 25

/** The busiest users, addresses or versions, and all others together. */
export function breakdownQuery(question: Question, by: Breakdown['by']) {
  return panelQuery(question, `breakdown by ${by}`, ({ fields }, signal) =>
    askPanel(
      question.dashboardId,
      { kind: 'breakdown', ...fields, by, top: ROWS_MAX, statistic: STATISTICS },
      signal,
    ),
  )
}

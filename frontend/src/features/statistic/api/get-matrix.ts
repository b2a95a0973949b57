import { panelQuery } from '@/features/statistic/api/panel-query'
import type { Question } from '@/features/statistic/question'
import { askPanel } from '@/lib/api/ask-panel'
import type { Matrix } from '@/lib/api/models'

const ROWS_MAX = 20

/** Versions against the busiest users or addresses. */
export function matrixQuery(question: Question, by: Matrix['by']) {
  return panelQuery(question, `matrix by ${by}`, ({ fields }, signal) =>
    askPanel(question.dashboardId, { kind: 'matrix', ...fields, by, top: ROWS_MAX }, signal),
  )
}

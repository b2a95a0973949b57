import { panelQuery } from '@/features/statistic/api/panel-query'
import { type Settled, settled } from '@/features/statistic/api/settled'
import type { Question } from '@/features/statistic/question'
import { daysFields, sliceCount } from '@/features/statistic/span'
import { filtersOf, withFilter } from '@/features/statistic/view'
import { askPanel } from '@/lib/api/ask-panel'
import { api, dataOf } from '@/lib/api/client'
import type { Breakdown, EndpointList, StatisticName } from '@/lib/api/models'

const STATISTICS: StatisticName[] = [
  'total_visits',
  'median_execution_time',
  'ninety-ninth_percentile_execution_time',
  'error_rate',
]
// The API's own bounds: keys of a breakdown, and keys times slices.
const KEYS_MAX = 200
const SETS_MAX = 20_000
const DAYS_A_WEEK = 7

export interface EndpointsInView {
  list: EndpointList
  /** Visits slice by slice, of the busiest. */
  courses: Settled<Breakdown>
}

/** Every endpoint, with statistics of its calls in the view. */
export function endpointsQuery(question: Question) {
  const { dashboardId } = question
  return panelQuery(ofAll(question), 'endpoints', async (asked, signal): Promise<EndpointsInView> => {
    const { fields, span, slice } = asked
    const top = Math.min(KEYS_MAX, Math.floor(SETS_MAX / sliceCount(span, Date.now())) - 1)
    const [list, courses] = await Promise.all([
      dataOf(
        api.GET('/api/v1/dashboards/{dashboard_id}/endpoints', {
          params: { path: { dashboard_id: dashboardId }, query: { ...fields, statistic: STATISTICS } },
          signal,
        }),
      ),
      settled(
        askPanel(
          dashboardId,
          {
            kind: 'breakdown',
            ...fields,
            by: 'endpoint',
            top,
            timeslice: slice,
            statistic: ['total_visits'],
          },
          signal,
        ),
      ),
    ])
    return { list, courses }
  })
}

export interface EndpointHits {
  today: Settled<Breakdown>
  week: Settled<Breakdown>
  all: Settled<Breakdown>
}

/** How often each endpoint was called today, in seven days and ever; the range of the page does not matter here. */
export function endpointHitsQuery(question: Question) {
  const view = filtersOf(ofAll(question).view)
  return panelQuery({ ...question, view }, 'endpoint hits', async (_, signal): Promise<EndpointHits> => {
    const nowMs = Date.now()
    const callsOf = (days: number | undefined) =>
      settled(
        askPanel(
          question.dashboardId,
          {
            kind: 'breakdown',
            ...daysFields(days, nowMs),
            ...view,
            by: 'endpoint',
            top: KEYS_MAX,
            statistic: ['total_visits'],
          },
          signal,
        ),
      )
    const [today, week, all] = await Promise.all([callsOf(1), callsOf(DAYS_A_WEEK), callsOf(undefined)])
    return { today, week, all }
  })
}

/** The table is of all endpoints, whichever is chosen for the rest of the page. */
function ofAll(question: Question): Question {
  return { ...question, view: withFilter(question.view, 'endpoint', undefined) }
}

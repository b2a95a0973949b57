import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import { type Settled, settled } from '@/features/statistic/api/settled'
import {
  askedNow,
  isComplete,
  type Question,
  questionKey,
  STATISTICS_REFETCH_MS,
} from '@/features/statistic/question'
import { daysFields, sliceCount } from '@/features/statistic/span'
import { filtersOf, type View, withComparison, withFilter } from '@/features/statistic/view'
import { askPanel } from '@/lib/api/ask-panel'
import { api, dataOf } from '@/lib/api/client'
import type { Breakdown, EndpointList, StatisticName } from '@/lib/api/models'
import { dashboardKey } from '@/lib/api/query-keys'

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

/** The table is of all endpoints, whichever is chosen for the rest of the page. */
function ofAll(question: Question): Question {
  const view = withComparison(withFilter(question.view, 'endpoint', undefined), undefined)
  return { ...question, view }
}

export interface EndpointsInView {
  view: View
  list: EndpointList
  /** Visits slice by slice, of the busiest. */
  courses: Settled<Breakdown>
}

/** Every endpoint, with statistics of its calls in the view. */
export function endpointsQuery(question: Question) {
  const { dashboardId } = question
  const asked = ofAll(question)
  return queryOptions({
    queryKey: questionKey(asked, 'endpoints'),
    queryFn: async ({ signal }): Promise<EndpointsInView> => {
      const { fields, span, slice } = askedNow(asked)
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
      return { view: asked.view, list, courses }
    },
    enabled: isComplete(asked),
    placeholderData: keepPreviousData,
    refetchInterval: STATISTICS_REFETCH_MS,
  })
}

export interface EndpointHits {
  today: Settled<Breakdown>
  week: Settled<Breakdown>
  all: Settled<Breakdown>
}

/** How often each endpoint was called today, in seven days and ever; the range of the page does not matter here. */
export function endpointHitsQuery(question: Question) {
  const { dashboardId } = question
  const filters = filtersOf(ofAll(question).view)
  return queryOptions({
    queryKey: [...dashboardKey(dashboardId), 'endpoint hits', filters],
    queryFn: async ({ signal }): Promise<EndpointHits> => {
      const nowMs = Date.now()
      const [today, week, all] = await Promise.all(
        [1, DAYS_A_WEEK, undefined].map((days) =>
          settled(
            askPanel(
              dashboardId,
              {
                kind: 'breakdown',
                ...daysFields(days, nowMs),
                ...filters,
                by: 'endpoint',
                top: KEYS_MAX,
                statistic: ['total_visits'],
              },
              signal,
            ),
          ),
        ),
      )
      const none = { answer: null, problem: null }
      return { today: today ?? none, week: week ?? none, all: all ?? none }
    },
    placeholderData: keepPreviousData,
    refetchInterval: STATISTICS_REFETCH_MS,
  })
}

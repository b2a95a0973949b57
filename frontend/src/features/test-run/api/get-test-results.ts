import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import { testRunsKey } from '@/features/test-run/api/keys'
import { api, dataOf } from '@/lib/api/client'

export const RESULTS_SHOWN = 25
export const OUTCOMES = ['all', 'failed', 'flaky', 'skipped'] as const
export type Outcome = (typeof OUTCOMES)[number]

export interface ResultsQuestion {
  dashboardId: string
  runId: string
  outcome: Outcome
  /** Only tests that hit this endpoint. */
  endpoint: string | undefined
}

/** The slowest tests of a run. */
export function testResultsQuery({ dashboardId, runId, outcome, endpoint }: ResultsQuestion) {
  return queryOptions({
    queryKey: [...testRunsKey(dashboardId), 'results', { runId, outcome, endpoint }],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/dashboards/{dashboard_id}/test-runs/{run_id}/results', {
          params: {
            path: { dashboard_id: dashboardId, run_id: runId },
            query: {
              limit: RESULTS_SHOWN,
              ...(outcome === 'all' ? {} : { outcome }),
              ...(endpoint === undefined ? {} : { endpoint }),
            },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  })
}

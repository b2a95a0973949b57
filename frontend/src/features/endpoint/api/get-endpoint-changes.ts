import { queryOptions } from '@tanstack/react-query'

import { api, dataOf } from '@/lib/api/client'
import type { EndpointChange } from '@/lib/api/models'
import { dashboardKey } from '@/lib/api/query-keys'

// More than can wait at once: each endpoint is in at most one.
const NEWEST_MAX = 50
// A change takes seconds; who asked for it is looking.
const WAITING_REFETCH_MS = 2_000

/** The changes that were asked for of late. */
export function endpointChangesQuery(dashboardId: string) {
  return queryOptions({
    queryKey: [...dashboardKey(dashboardId), 'endpoint changes'],
    queryFn: async ({ signal }) => {
      const { items } = await dataOf(
        api.GET('/api/v1/dashboards/{dashboard_id}/endpoint-changes', {
          params: { path: { dashboard_id: dashboardId }, query: { limit: NEWEST_MAX } },
          signal,
        }),
      )
      return items
    },
    refetchInterval: ({ state }) => (state.data?.some(isWaiting) === true ? WAITING_REFETCH_MS : false),
  })
}

export function isWaiting({ state }: EndpointChange): boolean {
  return state === 'waiting'
}

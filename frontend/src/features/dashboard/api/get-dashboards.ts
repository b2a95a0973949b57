import { queryOptions } from '@tanstack/react-query'

import { api, dataOf } from '@/lib/api/client'
import type { Dashboard } from '@/lib/api/models'
import { dashboardListKey } from '@/lib/api/query-keys'

const PAGE_LIMIT = 200
const REFETCH_INTERVAL_MS = 60_000

/** All dashboards of the user, in the order they were added. */
export const dashboardsQuery = queryOptions({
  queryKey: dashboardListKey,
  queryFn: ({ signal }) => getDashboards(signal),
  refetchInterval: REFETCH_INTERVAL_MS,
})

async function getDashboards(signal: AbortSignal): Promise<Dashboard[]> {
  const dashboards: Dashboard[] = []
  let cursor: string | null = null
  do {
    const page = await getPage(cursor, signal)
    dashboards.push(...page.items)
    cursor = page.next_cursor
  } while (cursor !== null)
  return dashboards
}

function getPage(cursor: string | null, signal: AbortSignal) {
  const query = cursor === null ? { limit: PAGE_LIMIT } : { limit: PAGE_LIMIT, cursor }
  return dataOf(api.GET('/api/v1/dashboards', { params: { query }, signal }))
}

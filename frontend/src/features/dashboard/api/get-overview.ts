import { queryOptions } from '@tanstack/react-query'

import { api, type ApiClient, dataOf } from '@/lib/api/client'
import type { Overview } from '@/lib/api/models'
import { dashboardListKey } from '@/lib/api/query-keys'

const PAGE_LIMIT = 200
const REFETCH_INTERVAL_MS = 60_000

/** All dashboards of the user at a glance, in the order they were added. */
export const overviewQuery = queryOptions({
  queryKey: [...dashboardListKey, 'overview'],
  queryFn: ({ signal }) => getOverview(api, signal),
  refetchInterval: REFETCH_INTERVAL_MS,
})

/** As whoever the client speaks for sees it. */
export async function getOverview(client: ApiClient, signal: AbortSignal): Promise<Overview> {
  const overview = await getPage(client, null, signal)
  while (overview.next_cursor !== null) {
    const { items, next_cursor } = await getPage(client, overview.next_cursor, signal)
    overview.items.push(...items)
    overview.next_cursor = next_cursor
  }
  return overview
}

function getPage(client: ApiClient, cursor: string | null, signal: AbortSignal) {
  const query = cursor === null ? { limit: PAGE_LIMIT } : { limit: PAGE_LIMIT, cursor }
  return dataOf(client.GET('/api/v1/overview', { params: { query }, signal }))
}

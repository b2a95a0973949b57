import { queryOptions } from '@tanstack/react-query'

import { api, dataOf } from '@/lib/api/client'
import { dashboardKey } from '@/lib/api/query-keys'
import { userTimezone, wallClock } from '@/lib/format/zone'

const DAYS = 91
const DAY_MS = 86_400_000
const REFETCH_INTERVAL_MS = 60_000

/** When the app did not answer pings, day by day: the last three months. */
export function downtimeQuery(dashboardId: string) {
  return queryOptions({
    queryKey: [...dashboardKey(dashboardId), 'downtime'],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/dashboards/{dashboard_id}/downtime', {
          params: {
            path: { dashboard_id: dashboardId },
            query: { start_date: firstDay(Date.now()), timezone: userTimezone() },
          },
          signal,
        }),
      ),
    refetchInterval: REFETCH_INTERVAL_MS,
  })
}

/** On the calendar of the user's zone. */
function firstDay(nowMs: number): string {
  return wallClock(nowMs - (DAYS - 1) * DAY_MS)
    .toISOString()
    .slice(0, 10)
}

import { type RangeName, rangeQuery } from '@/features/statistic/range'
import { api, dataOf } from '@/lib/api/client'
import type { Granularity, Statistics, StatisticName } from '@/lib/api/models'

// Time moves the range on also where no call arrives.
export const STATISTICS_REFETCH_MS = 60_000

export interface StatisticsQuestion {
  dashboardId: string
  range: RangeName
  /** Only the calls of this endpoint. */
  endpoint: string | undefined
}

export async function getStatistics(
  { dashboardId, range, endpoint }: StatisticsQuestion,
  statistic: StatisticName[],
  timeslice: Granularity | null,
  signal: AbortSignal,
): Promise<Statistics> {
  const { statistics } = await dataOf(
    api.GET('/api/v1/dashboards/{dashboard_id}', {
      params: {
        path: { dashboard_id: dashboardId },
        query: {
          ...rangeQuery(range, new Date()),
          ...(timeslice === null ? {} : { timeslice }),
          ...(endpoint === undefined ? {} : { endpoint }),
          statistic,
        },
      },
      signal,
    }),
  )
  if (statistics === null) throw new Error('The API answered without the statistics it was asked for.')
  return statistics
}

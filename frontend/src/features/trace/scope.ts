import { keepPreviousData } from '@tanstack/react-query'

import type { Granularity } from '@/lib/api/models'
import { dashboardKey } from '@/lib/api/query-keys'

/** Whose traces are shown, and of what time. */
export interface TraceScope {
  dashboardId: string
  endpoint: string
  /** What tells this time from others in keys. */
  time: readonly unknown[]
  /** The time as fields of a request, as it is now. */
  fields: () => TimeFields
  /** Whether the time is known already. */
  isReady: boolean
}

interface TimeFields {
  start_date?: string
  end_date?: string
  granularity: Granularity
  timezone: string
}

// The fetcher reads every half minute; live updates tell what came.
const REFETCH_MS = 60_000

/** What all queries of traces share; `kind` is the query's own name. */
export function traceOptions({ dashboardId, endpoint, time, isReady }: TraceScope, kind: string) {
  return {
    queryKey: [...dashboardKey(dashboardId), kind, endpoint, ...time],
    enabled: isReady,
    placeholderData: keepPreviousData,
    refetchInterval: REFETCH_MS,
  } as const
}

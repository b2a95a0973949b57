import { QueryClient } from '@tanstack/react-query'

import { ApiError, UnreachableError } from '@/lib/api/api-error'

const RETRIES_MAX = 2
// What was just asked is good enough for a page that opens now; live moves make it stale earlier.
const STALE_MS = 10_000
// A browser that calls itself offline may well reach a PyDash on the same machine or network.
const NETWORK_MODE = 'always'

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        retry: (failures, error) => failures < RETRIES_MAX && mayPass(error),
        // The live connection catches up by itself when a tab is shown again.
        refetchOnWindowFocus: false,
        networkMode: NETWORK_MODE,
      },
      mutations: { networkMode: NETWORK_MODE },
    },
  })
}

/** Whether asking again may help. */
function mayPass(error: Error): boolean {
  return error instanceof UnreachableError || (error instanceof ApiError && error.status >= 500)
}

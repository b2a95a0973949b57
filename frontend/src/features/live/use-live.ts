import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

import { LiveConnection, type LiveStatus } from '@/features/live/live-connection'
import { Throttle } from '@/features/live/throttle'
import { dashboardKey, dashboardListKey, dashboardsKey } from '@/lib/api/query-keys'

// A busy dashboard moves several times a second; a page that redraws more often than this only flickers.
const REFETCH_INTERVAL_MS = 2000
// The list moves whenever one of all dashboards does, and tells of hours.
const LIST_REFETCH_INTERVAL_MS = 5000
const POLL_INTERVAL_MS = 15_000

/** Keeps every shown dashboard up to date; says how well that goes. */
export function useLive(ensureSession: () => Promise<unknown>): LiveStatus {
  const queryClient = useQueryClient()
  const [status, setStatus] = useState<LiveStatus>('connecting')

  useEffect(() => {
    const ones = new Throttle(REFETCH_INTERVAL_MS)
    const list = new Throttle(LIST_REFETCH_INTERVAL_MS)
    const refetch = (throttle: Throttle, queryKey: readonly string[]) => {
      throttle.run(queryKey.join(), () => {
        // A tab that was hidden meanwhile catches up when it is shown.
        if (!document.hidden) void queryClient.invalidateQueries({ queryKey })
      })
    }
    const connection = new LiveConnection({
      onStatus: setStatus,
      onMoved: (dashboardId) => {
        refetch(ones, dashboardKey(dashboardId))
        refetch(list, dashboardListKey)
      },
      onCaughtUp: () => {
        refetch(ones, dashboardsKey)
      },
      ensureSession,
    })
    connection.start()
    return () => {
      connection.stop()
      ones.stop()
      list.stop()
    }
  }, [queryClient, ensureSession])

  useEffect(() => {
    if (status !== 'reconnecting') return undefined
    const timer = setInterval(() => {
      if (!document.hidden) void queryClient.invalidateQueries({ queryKey: dashboardsKey })
    }, POLL_INTERVAL_MS)
    return () => {
      clearInterval(timer)
    }
  }, [queryClient, status])

  return status
}

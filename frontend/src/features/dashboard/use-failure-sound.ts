import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

import { overviewQuery } from '@/features/dashboard/api/get-overview'
import type { Overview } from '@/lib/api/models'
import { playAlarm } from '@/lib/sound'

/** A sound when a dashboard of the user begins to fail, or its app goes down, whichever page is open. */
export function useFailureSound(enabled: boolean): void {
  const { data } = useQuery({
    ...overviewQuery,
    enabled,
    // Whoever looks at the page needs no sound.
    refetchIntervalInBackground: true,
  })
  const known = useRef<Set<string> | undefined>(undefined)

  useEffect(() => {
    if (!enabled || data === undefined) {
      known.current = undefined
      return
    }
    const failing = failingIn(data)
    // What fails already when the page opens is no news.
    const before = known.current
    if (before !== undefined && [...failing].some((id) => !before.has(id))) playAlarm()
    known.current = failing
  }, [enabled, data])
}

function failingIn({ items }: Overview): Set<string> {
  const failing = items.filter(
    ({ dashboard, uptime }) => dashboard.error !== null || uptime.status === 'down',
  )
  return new Set(failing.map(({ dashboard }) => dashboard.id))
}

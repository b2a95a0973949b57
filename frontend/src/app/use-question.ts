import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'

import { dashboardQuery } from '@/features/dashboard/api/get-dashboard'
import type { Question } from '@/features/statistic/question'
import type { View } from '@/features/statistic/view'

/** What the panels of a page ask about: its view, and what has to be known of its dashboard to cut the time. */
export function useQuestion(dashboardId: string, view: View): Question {
  const { data } = useQuery(dashboardQuery(dashboardId))
  const firstCallAt = data?.applied.first_call_at
  const rawFrom = data?.applied.raw_from
  return useMemo(
    () => ({
      dashboardId,
      view,
      known: firstCallAt === undefined || rawFrom === undefined ? undefined : { firstCallAt, rawFrom },
    }),
    [dashboardId, view, firstCallAt, rawFrom],
  )
}

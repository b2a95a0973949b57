import { useQuery } from '@tanstack/react-query'

import { dashboardQuery } from '@/features/dashboard/api/get-dashboard'
import type { Question } from '@/features/statistic/question'
import type { View } from '@/features/statistic/view'

/** What the panels of a page ask about: its view, and what has to be known of its dashboard to cut the time. */
export function useQuestion(dashboardId: string, view: View): Question {
  const { data } = useQuery(dashboardQuery(dashboardId))
  const applied = data?.applied
  return {
    dashboardId,
    view,
    known: applied && { firstCallAt: applied.first_call_at, rawFrom: applied.raw_from },
  }
}

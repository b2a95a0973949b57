import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'

import { dashboardListKey } from '@/lib/api/query-keys'

/** What to do once a dashboard is deleted, or not the user's to see any more. */
export function useDashboardGone(): () => void {
  const router = useRouter()
  const queryClient = useQueryClient()
  return () => {
    void queryClient.resetQueries({ queryKey: dashboardListKey })
    void router.navigate({ to: '/' })
  }
}

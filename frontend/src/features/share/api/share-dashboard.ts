import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { sharesKey } from '@/features/share/api/get-shares'
import { api, dataOf } from '@/lib/api/client'
import type { Share, ShareCreate } from '@/lib/api/models'

export function useShareDashboard(dashboardId: string): UseMutationResult<Share, Error, ShareCreate> {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (create: ShareCreate) =>
      dataOf(
        api.POST('/api/v1/dashboards/{dashboard_id}/shares', {
          params: { path: { dashboard_id: dashboardId } },
          body: create,
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sharesKey(dashboardId) }),
  })
}

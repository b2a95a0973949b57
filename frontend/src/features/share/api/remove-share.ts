import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { sharesKey } from '@/features/share/api/get-shares'
import { api, dataOf } from '@/lib/api/client'

export function useRemoveShare(dashboardId: string): UseMutationResult<unknown, Error, string> {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (shareId: string) =>
      dataOf(
        api.DELETE('/api/v1/dashboards/{dashboard_id}/shares/{share_id}', {
          params: { path: { dashboard_id: dashboardId, share_id: shareId } },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: sharesKey(dashboardId) }),
  })
}

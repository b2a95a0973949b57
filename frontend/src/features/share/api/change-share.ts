import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { sharesKey } from '@/features/share/api/get-shares'
import { api, dataOf } from '@/lib/api/client'
import type { Share } from '@/lib/api/models'

type ChangedShare = Pick<Share, 'id' | 'role'>

export function useChangeShare(dashboardId: string): UseMutationResult<Share, Error, ChangedShare> {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ id, role }: ChangedShare) =>
      dataOf(
        api.PATCH('/api/v1/dashboards/{dashboard_id}/shares/{share_id}', {
          params: { path: { dashboard_id: dashboardId, share_id: id } },
          body: { role },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: sharesKey(dashboardId) }),
  })
}

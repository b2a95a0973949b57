import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { linksKey } from '@/features/link/api/get-links'
import { api, dataOf } from '@/lib/api/client'

export function useRevokeLink(dashboardId: string): UseMutationResult<unknown, Error, string> {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (linkId: string) =>
      dataOf(
        api.DELETE('/api/v1/dashboards/{dashboard_id}/links/{link_id}', {
          params: { path: { dashboard_id: dashboardId, link_id: linkId } },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: linksKey(dashboardId) }),
  })
}

import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { linksKey } from '@/features/link/api/get-links'
import { api, dataOf } from '@/lib/api/client'
import type { DashboardLinkCreate, DashboardLinkCreated } from '@/lib/api/models'

export function useCreateLink(
  dashboardId: string,
): UseMutationResult<DashboardLinkCreated, Error, DashboardLinkCreate> {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (create: DashboardLinkCreate) =>
      dataOf(
        api.POST('/api/v1/dashboards/{dashboard_id}/links', {
          params: { path: { dashboard_id: dashboardId } },
          body: create,
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: linksKey(dashboardId) }),
  })
}

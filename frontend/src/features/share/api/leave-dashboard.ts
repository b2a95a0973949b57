import { type UseMutationResult, useMutation } from '@tanstack/react-query'

import { api, dataOf } from '@/lib/api/client'

export function useLeaveDashboard(dashboardId: string): UseMutationResult<unknown, Error, void> {
  return useMutation({
    mutationFn: () =>
      dataOf(
        api.DELETE('/api/v1/dashboards/{dashboard_id}/share', {
          params: { path: { dashboard_id: dashboardId } },
        }),
      ),
  })
}

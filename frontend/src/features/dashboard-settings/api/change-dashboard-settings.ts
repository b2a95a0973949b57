import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { api, dataOf } from '@/lib/api/client'
import type { Dashboard, DashboardSettings } from '@/lib/api/models'
import { dashboardKey, dashboardListKey } from '@/lib/api/query-keys'

/** What is left out stays as it is. */
export type SettingsChange = Partial<DashboardSettings>

export function useChangeDashboardSettings(
  dashboardId: string,
): UseMutationResult<Dashboard, Error, SettingsChange> {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (change: SettingsChange) =>
      dataOf(
        api.PATCH('/api/v1/dashboards/{dashboard_id}', {
          params: { path: { dashboard_id: dashboardId } },
          body: { check: true, ...change },
        }),
      ),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: dashboardKey(dashboardId) }),
        queryClient.invalidateQueries({ queryKey: dashboardListKey }),
      ]),
  })
}

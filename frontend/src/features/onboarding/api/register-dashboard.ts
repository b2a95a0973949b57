import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { api, dataOf } from '@/lib/api/client'
import type { Dashboard, DashboardCreate } from '@/lib/api/models'
import { dashboardListKey } from '@/lib/api/query-keys'

export function useRegisterDashboard(): UseMutationResult<Dashboard, Error, DashboardCreate> {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (create: DashboardCreate) => dataOf(api.POST('/api/v1/dashboards', { body: create })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: dashboardListKey }),
  })
}

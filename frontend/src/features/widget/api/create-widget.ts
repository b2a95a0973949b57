import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { widgetsKey } from '@/features/widget/api/get-widgets'
import { api, dataOf } from '@/lib/api/client'
import type { Widget, WidgetCreate } from '@/lib/api/models'

export function useCreateWidget(dashboardId: string): UseMutationResult<Widget, Error, WidgetCreate> {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (create: WidgetCreate) =>
      dataOf(
        api.POST('/api/v1/dashboards/{dashboard_id}/widgets', {
          params: { path: { dashboard_id: dashboardId } },
          body: create,
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: widgetsKey(dashboardId) }),
  })
}

import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { widgetsKey } from '@/features/widget/api/get-widgets'
import { api, dataOf } from '@/lib/api/client'

/** Takes the widget's id. */
export function useDeleteWidget(dashboardId: string): UseMutationResult<unknown, Error, string> {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (widgetId: string) =>
      dataOf(
        api.DELETE('/api/v1/dashboards/{dashboard_id}/widgets/{widget_id}', {
          params: { path: { dashboard_id: dashboardId, widget_id: widgetId } },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: widgetsKey(dashboardId) }),
  })
}

import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { widgetsKey } from '@/features/widget/api/get-widgets'
import { api, dataOf } from '@/lib/api/client'

/** Takes the widget's id. */
export function useRenewWidgetKey(dashboardId: string): UseMutationResult<unknown, Error, string> {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (widgetId: string) =>
      dataOf(
        api.POST('/api/v1/dashboards/{dashboard_id}/widgets/{widget_id}/key', {
          params: { path: { dashboard_id: dashboardId, widget_id: widgetId } },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: widgetsKey(dashboardId) }),
  })
}

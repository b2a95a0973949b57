import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { widgetsKey } from '@/features/widget/api/get-widgets'
import { api, dataOf } from '@/lib/api/client'
import type { Widget, WidgetChange } from '@/lib/api/models'

/** What is left out stays as it is; address and key of the feed do in any case. */
export function useChangeWidget(
  dashboardId: string,
  widgetId: string,
): UseMutationResult<Widget, Error, WidgetChange> {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (change: WidgetChange) =>
      dataOf(
        api.PATCH('/api/v1/dashboards/{dashboard_id}/widgets/{widget_id}', {
          params: { path: { dashboard_id: dashboardId, widget_id: widgetId } },
          body: change,
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: widgetsKey(dashboardId) }),
  })
}

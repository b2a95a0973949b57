import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { widgetsKey } from '@/features/widget/api/get-widgets'
import { api, dataOf } from '@/lib/api/client'
import type { Widget } from '@/lib/api/models'

/** Takes the new title; address and key of the feed stay. */
export function useRenameWidget(
  dashboardId: string,
  widgetId: string,
): UseMutationResult<Widget, Error, string> {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (title: string) =>
      dataOf(
        api.PATCH('/api/v1/dashboards/{dashboard_id}/widgets/{widget_id}', {
          params: { path: { dashboard_id: dashboardId, widget_id: widgetId } },
          body: { title },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: widgetsKey(dashboardId) }),
  })
}

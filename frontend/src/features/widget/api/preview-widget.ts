import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import { api, dataOf } from '@/lib/api/client'
import type { WidgetDraft } from '@/lib/api/models'
import { dashboardKey } from '@/lib/api/query-keys'

/** What the feed of such a widget would answer now; asked anew when the dashboard has new calls. */
export function previewQuery(dashboardId: string, draft: WidgetDraft) {
  return queryOptions({
    queryKey: [...dashboardKey(dashboardId), 'widget-preview', draft],
    queryFn: async ({ signal }) => {
      const { document } = await dataOf(
        api.POST('/api/v1/dashboards/{dashboard_id}/widget-preview', {
          params: { path: { dashboard_id: dashboardId } },
          body: draft,
          signal,
        }),
      )
      return { kind: draft.definition.kind, document }
    },
    placeholderData: keepPreviousData,
    // What cannot be drawn is said at once.
    retry: false,
  })
}

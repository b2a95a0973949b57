import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { graphsKey } from '@/features/graph/api/get-graphs'
import { api, dataOf } from '@/lib/api/client'

export function useDeleteGraph(dashboardId: string): UseMutationResult<unknown, Error, string> {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (graphId: string) =>
      dataOf(
        api.DELETE('/api/v1/dashboards/{dashboard_id}/graphs/{graph_id}', {
          params: { path: { dashboard_id: dashboardId, graph_id: graphId } },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: graphsKey(dashboardId) }),
  })
}

import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { graphsKey } from '@/features/graph/api/get-graphs'
import { api, dataOf } from '@/lib/api/client'
import type { Graph, GraphWrite } from '@/lib/api/models'

/** Makes a new graph, or the one with this id anew. */
export function useWriteGraph(
  dashboardId: string,
  graphId: string | undefined,
): UseMutationResult<Graph, Error, GraphWrite> {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: GraphWrite) => {
      const path = { dashboard_id: dashboardId }
      if (graphId === undefined) {
        return dataOf(api.POST('/api/v1/dashboards/{dashboard_id}/graphs', { params: { path }, body }))
      }
      return dataOf(
        api.PUT('/api/v1/dashboards/{dashboard_id}/graphs/{graph_id}', {
          params: { path: { ...path, graph_id: graphId } },
          body,
        }),
      )
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: graphsKey(dashboardId) }),
  })
}

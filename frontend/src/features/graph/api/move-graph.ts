import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { graphsKey } from '@/features/graph/api/get-graphs'
import { api, dataOf } from '@/lib/api/client'
import type { GraphList } from '@/lib/api/models'

interface Move {
  graphId: string
  /** 0 is the first. */
  place: number
}

export function useMoveGraph(dashboardId: string): UseMutationResult<GraphList, Error, Move> {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ graphId, place }: Move) =>
      dataOf(
        api.PUT('/api/v1/dashboards/{dashboard_id}/graphs/{graph_id}/place', {
          params: { path: { dashboard_id: dashboardId, graph_id: graphId } },
          body: { place },
        }),
      ),
    onSuccess: (graphs) => {
      queryClient.setQueryData(graphsKey(dashboardId), graphs)
    },
  })
}

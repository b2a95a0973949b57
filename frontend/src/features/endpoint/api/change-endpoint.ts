import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { endpointChangesQuery } from '@/features/endpoint/api/get-endpoint-changes'
import { api, dataOf } from '@/lib/api/client'
import type { EndpointChange, EndpointChangeCreate } from '@/lib/api/models'

/** Asks for a change; it is carried out a little later. */
export function useChangeEndpoint(
  dashboardId: string,
): UseMutationResult<EndpointChange, Error, EndpointChangeCreate> {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (create: EndpointChangeCreate) =>
      dataOf(
        api.POST('/api/v1/dashboards/{dashboard_id}/endpoint-changes', {
          params: { path: { dashboard_id: dashboardId } },
          body: create,
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: endpointChangesQuery(dashboardId).queryKey }),
  })
}

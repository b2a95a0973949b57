import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { apiKeysQuery } from '@/features/apikey/api/get-api-keys'
import { api, dataOf } from '@/lib/api/client'

export function useRevokeApiKey(): UseMutationResult<unknown, Error, string> {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (keyId: string) =>
      dataOf(api.DELETE('/api/v1/users/me/api-keys/{key_id}', { params: { path: { key_id: keyId } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: apiKeysQuery.queryKey }),
  })
}

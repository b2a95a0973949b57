import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { apiKeysQuery } from '@/features/apikey/api/get-api-keys'
import { api, dataOf } from '@/lib/api/client'
import type { ApiKeyCreate, ApiKeyCreated } from '@/lib/api/models'

export function useCreateApiKey(): UseMutationResult<ApiKeyCreated, Error, ApiKeyCreate> {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (create: ApiKeyCreate) => dataOf(api.POST('/api/v1/users/me/api-keys', { body: create })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: apiKeysQuery.queryKey }),
  })
}

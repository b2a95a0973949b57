import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { currentUserQuery } from '@/features/account/api/get-current-user'
import { api, dataOf } from '@/lib/api/client'

export function useVerifyUser(): UseMutationResult<unknown, Error, string> {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (code: string) => dataOf(api.POST('/api/v1/users/verification', { body: { code } })),
    // Who changed the address may be signed in here.
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: currentUserQuery.queryKey })
    },
  })
}

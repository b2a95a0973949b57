import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { currentUserQuery } from '@/features/account/api/get-current-user'
import { api, dataOf } from '@/lib/api/client'
import type { Credentials, User } from '@/lib/api/models'

export function useLogin(): UseMutationResult<User, Error, Credentials> {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (credentials: Credentials) => dataOf(api.POST('/api/v1/sessions', { body: credentials })),
    onSuccess: (user) => {
      // Nothing of whoever was signed in before may show.
      queryClient.clear()
      queryClient.setQueryData(currentUserQuery.queryKey, user)
    },
  })
}

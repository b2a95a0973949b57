import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { currentUserQuery } from '@/features/account/api/get-current-user'
import { api, dataOf } from '@/lib/api/client'
import type { User, UserSettings } from '@/lib/api/models'

export function useChangeSettings(): UseMutationResult<User, Error, UserSettings> {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (settings: UserSettings) => dataOf(api.PATCH('/api/v1/users/me', { body: settings })),
    onSuccess: (user) => {
      queryClient.setQueryData(currentUserQuery.queryKey, user)
    },
  })
}

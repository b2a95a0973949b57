import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { sessionsQuery } from '@/features/account/api/get-sessions'
import { api, dataOf } from '@/lib/api/client'
import type { PasswordChange } from '@/lib/api/models'

export function useChangePassword(): UseMutationResult<unknown, Error, PasswordChange> {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (change: PasswordChange) => dataOf(api.PUT('/api/v1/users/me/password', { body: change })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  })
}

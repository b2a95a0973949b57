import { type UseMutationResult, useMutation } from '@tanstack/react-query'

import { api, dataOf } from '@/lib/api/client'
import type { UserCreate } from '@/lib/api/models'

/** The answer is the same whether the address is known: its owner learns by mail. */
export function useRegisterUser(): UseMutationResult<unknown, Error, UserCreate> {
  return useMutation({
    mutationFn: (create: UserCreate) => dataOf(api.POST('/api/v1/users', { body: create })),
  })
}

import { type UseMutationResult, useMutation } from '@tanstack/react-query'

import { api, dataOf } from '@/lib/api/client'

/** Given the password. */
export function useDeleteUser(): UseMutationResult<unknown, Error, string> {
  return useMutation({
    mutationFn: (password: string) => dataOf(api.POST('/api/v1/users/me/deletion', { body: { password } })),
  })
}

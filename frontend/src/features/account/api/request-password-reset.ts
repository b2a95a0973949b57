import { type UseMutationResult, useMutation } from '@tanstack/react-query'

import { api, dataOf } from '@/lib/api/client'

export function useRequestPasswordReset(): UseMutationResult<unknown, Error, string> {
  return useMutation({
    mutationFn: (mail: string) => dataOf(api.POST('/api/v1/password-resets', { body: { mail } })),
  })
}

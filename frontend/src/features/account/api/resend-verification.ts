import { type UseMutationResult, useMutation } from '@tanstack/react-query'

import { api, dataOf } from '@/lib/api/client'

export function useResendVerification(): UseMutationResult<unknown, Error, string> {
  return useMutation({
    mutationFn: (name: string) => dataOf(api.POST('/api/v1/users/verification-mails', { body: { name } })),
  })
}

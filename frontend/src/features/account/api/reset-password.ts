import { type UseMutationResult, useMutation } from '@tanstack/react-query'

import { api, dataOf } from '@/lib/api/client'
import type { PasswordReset } from '@/lib/api/models'

export function useResetPassword(): UseMutationResult<unknown, Error, PasswordReset> {
  return useMutation({
    mutationFn: (reset: PasswordReset) =>
      dataOf(api.POST('/api/v1/password-resets/confirmation', { body: reset })),
  })
}

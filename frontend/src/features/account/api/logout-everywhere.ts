import { type UseMutationResult, useMutation } from '@tanstack/react-query'

import { api, dataOf } from '@/lib/api/client'

export function useLogoutEverywhere(): UseMutationResult<unknown, Error, void> {
  return useMutation({ mutationFn: () => dataOf(api.DELETE('/api/v1/sessions')) })
}

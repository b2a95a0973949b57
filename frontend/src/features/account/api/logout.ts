import { type UseMutationResult, useMutation } from '@tanstack/react-query'

import { ApiError } from '@/lib/api/api-error'
import { api, dataOf } from '@/lib/api/client'

export function useLogout(): UseMutationResult<void, Error, void> {
  return useMutation({ mutationFn: logout })
}

async function logout(): Promise<void> {
  try {
    await dataOf(api.DELETE('/api/v1/sessions/current'))
  } catch (error) {
    // The session had ended already: what was asked for is so.
    if (!(error instanceof ApiError && error.status === 401)) throw error
  }
}

import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { sessionsQuery } from '@/features/account/api/get-sessions'
import { ApiError } from '@/lib/api/api-error'
import { api, dataOf } from '@/lib/api/client'

export function useEndSession(): UseMutationResult<void, Error, string> {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: endSession,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  })
}

async function endSession(sessionId: string): Promise<void> {
  try {
    await dataOf(api.DELETE('/api/v1/sessions/{session_id}', { params: { path: { session_id: sessionId } } }))
  } catch (error) {
    // It had ended already: what was asked for is so.
    if (!(error instanceof ApiError && error.status === 404)) throw error
  }
}

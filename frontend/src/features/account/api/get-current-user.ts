import { queryOptions } from '@tanstack/react-query'

import { ApiError } from '@/lib/api/api-error'
import { api, dataOf } from '@/lib/api/client'
import type { User } from '@/lib/api/models'

/** The signed-in user; null where nobody is signed in. */
export const currentUserQuery = queryOptions({
  queryKey: ['users', 'me'],
  queryFn: ({ signal }) => getCurrentUser(signal),
  // Only signing in and out change it, and they say so.
  staleTime: 'static',
})

export async function getCurrentUser(signal?: AbortSignal): Promise<User | null> {
  try {
    return await dataOf(api.GET('/api/v1/users/me', { signal: signal ?? null }))
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null
    throw error
  }
}

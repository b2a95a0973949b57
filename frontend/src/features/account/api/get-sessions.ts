import { queryOptions } from '@tanstack/react-query'

import { api, dataOf } from '@/lib/api/client'

/** Where the user is signed in. */
export const sessionsQuery = queryOptions({
  queryKey: ['users', 'me', 'sessions'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/v1/sessions', { signal })),
})

import { queryOptions } from '@tanstack/react-query'

import { api, dataOf } from '@/lib/api/client'

export const apiKeysQuery = queryOptions({
  queryKey: ['users', 'me', 'api-keys'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/v1/users/me/api-keys', { signal })),
})

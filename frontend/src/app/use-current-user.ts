import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'

import { currentUserQuery } from '@/features/account/api/get-current-user'
import type { User } from '@/lib/api/models'

const route = getRouteApi('/signed-in')

/** Who is signed in, as last changed. Only within the signed-in pages. */
export function useCurrentUser(): User {
  const { user } = route.useRouteContext()
  const { data } = useQuery(currentUserQuery)
  return data ?? user
}

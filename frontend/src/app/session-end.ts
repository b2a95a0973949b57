import type { QueryClient } from '@tanstack/react-query'

import { currentUserQuery } from '@/features/account/api/get-current-user'

/** Forgets everything of the user who was signed in. */
export function forgetUser(queryClient: QueryClient): void {
  queryClient.clear()
  queryClient.setQueryData(currentUserQuery.queryKey, null)
}

/** Where to go after signing in: only to a page of ours, whatever the address bar says. */
export function safeReturnPath(from: string | undefined): string {
  if (from === undefined) return '/'
  const target = new URL(from, location.origin)
  // A path that begins with // would again name a host.
  const isOurs = target.origin === location.origin && !target.pathname.startsWith('//')
  return isOurs ? target.pathname + target.search : '/'
}

import type { QueryClient } from '@tanstack/react-query'

import { currentUserQuery } from '@/features/account/api/get-current-user'
import { chooseTimezone, DEVICE_ZONE } from '@/lib/format/zone'

/** Forgets everything of the user who was signed in. */
export function forgetUser(queryClient: QueryClient): void {
  queryClient.clear()
  queryClient.setQueryData(currentUserQuery.queryKey, null)
  chooseTimezone(DEVICE_ZONE)
}

/** Where to go after signing in: only to a page of ours, whatever the address bar says. */
export function safeReturnPath(from: string | undefined): string {
  if (from === undefined) return '/'
  const target = new URL(from, location.origin)
  // A path that begins with // would again name a host.
  const isOurs = target.origin === location.origin && !target.pathname.startsWith('//')
  return isOurs ? target.pathname + target.search : '/'
}

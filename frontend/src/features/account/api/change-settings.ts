import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { currentUserQuery, getCurrentUser } from '@/features/account/api/get-current-user'
import { api, dataOf } from '@/lib/api/client'
import type { User, UserSettings } from '@/lib/api/models'
import { dashboardsKey } from '@/lib/api/query-keys'
import { chooseTimezone, userTimezone } from '@/lib/format/zone'

const KEY = ['users', 'me', 'settings'] as const

export function useChangeSettings(): UseMutationResult<User, Error, UserSettings> {
  const queryClient = useQueryClient()
  // The answer to the next one says more.
  const isLast = () => queryClient.isMutating({ mutationKey: KEY }) <= 1
  const remember = (user: User) => {
    const before = userTimezone()
    chooseTimezone(user.timezone)
    // Days begin elsewhere: what was asked for has to be asked for anew.
    if (userTimezone() !== before) queryClient.removeQueries({ queryKey: dashboardsKey })
    queryClient.setQueryData(currentUserQuery.queryKey, user)
  }
  return useMutation({
    mutationKey: KEY,
    // One after the other: the last one chosen is the one that stays.
    scope: { id: KEY.join() },
    mutationFn: (settings: UserSettings) => dataOf(api.PATCH('/api/v1/users/me', { body: settings })),
    onSuccess: (user) => {
      if (isLast()) remember(user)
    },
    onError: async () => {
      if (!isLast()) return
      // What those before it have changed was left to its answer.
      const user = await getCurrentUser().catch(() => null)
      if (user !== null) remember(user)
    },
  })
}

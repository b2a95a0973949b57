import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

import { currentUserQuery } from '@/features/account/api/get-current-user'
import { api, dataOf } from '@/lib/api/client'
import type { User, UserSettings } from '@/lib/api/models'
import { dashboardsKey } from '@/lib/api/query-keys'
import { chooseTimezone, userTimezone } from '@/lib/format/zone'

export function useChangeSettings(): UseMutationResult<User, Error, UserSettings> {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (settings: UserSettings) => dataOf(api.PATCH('/api/v1/users/me', { body: settings })),
    onSuccess: (user) => {
      const before = userTimezone()
      chooseTimezone(user.timezone)
      // Days begin elsewhere: what was asked for has to be asked for anew.
      if (userTimezone() !== before) queryClient.removeQueries({ queryKey: dashboardsKey })
      queryClient.setQueryData(currentUserQuery.queryKey, user)
    },
  })
}

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'

import { forgetUser } from '@/app/session-end'

/** What to do once the session has ended at the user's wish. */
export function useSignedOut(): () => void {
  const router = useRouter()
  const queryClient = useQueryClient()
  return () => {
    forgetUser(queryClient)
    void router.navigate({ to: '/sign-in' })
  }
}

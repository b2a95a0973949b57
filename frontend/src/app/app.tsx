import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect } from 'react'

import type { AppRouter } from '@/app/router'
import { forgetUser } from '@/app/session-end'
import { currentUserQuery } from '@/features/account/api/get-current-user'
import { onSessionEnded } from '@/lib/api/session-fetch'

interface AppProps {
  queryClient: QueryClient
  router: AppRouter
}

export function App({ queryClient, router }: AppProps) {
  useEffect(
    () =>
      onSessionEnded(() => {
        // Opening a page finds out by itself that nobody is signed in; this is for a page in use.
        if (!queryClient.getQueryData(currentUserQuery.queryKey)) return
        forgetUser(queryClient)
        void router.invalidate()
      }),
    [queryClient, router],
  )

  useEffect(
    () =>
      router.subscribe('onResolved', ({ fromLocation, pathChanged }) => {
        // A new page is read from its beginning; without this the focus stays on a link that is gone.
        if (fromLocation !== undefined && pathChanged) document.querySelector('main')?.focus()
      }),
    [router],
  )

  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  )
}

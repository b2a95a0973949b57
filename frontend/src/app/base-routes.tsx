import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, redirect } from '@tanstack/react-router'

import { FailedPage } from '@/app/routes/failed-page'
import { NotFoundPage } from '@/app/routes/not-found-page'
import { SignedInLayout } from '@/app/routes/signed-in-layout'
import { startDashboard } from '@/app/start-dashboard'
import { currentUserQuery } from '@/features/account/api/get-current-user'
import { dashboardsKey } from '@/lib/api/query-keys'
import { chooseTimezone } from '@/lib/format/zone'

interface RouterContext {
  queryClient: QueryClient
}

export const rootRoute = createRootRouteWithContext<RouterContext>()({
  notFoundComponent: NotFoundPage,
  errorComponent: FailedPage,
})

/** Leads to the sign-in page and from there back, where nobody is signed in. */
export async function requireUser({
  context,
  location,
}: {
  context: RouterContext
  location: { href: string; pathname: string }
}) {
  const { queryClient } = context
  const asked = queryClient.query(currentUserQuery)
  startDashboard(queryClient, location.pathname)
  const user = await asked
  if (user === null) {
    void queryClient.cancelQueries({ queryKey: dashboardsKey })
    const search = location.href === '/' ? {} : { from: location.href }
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- how this router redirects
    throw redirect({ to: '/sign-in', search })
  }
  chooseTimezone(user.timezone)
  return { user }
}

export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: requireUser,
  component: SignedInLayout,
})

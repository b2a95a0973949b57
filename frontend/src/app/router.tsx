import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  redirect,
  type RouterHistory,
} from '@tanstack/react-router'

import { DashboardPage } from '@/app/routes/dashboard-page'
import { DashboardsPage } from '@/app/routes/dashboards-page'
import { FailedPage } from '@/app/routes/failed-page'
import { NotFoundPage } from '@/app/routes/not-found-page'
import { SignInPage } from '@/app/routes/sign-in-page'
import { SignedInLayout } from '@/app/routes/signed-in-layout'
import { parseSearch, stringifySearch } from '@/app/search-params'
import { safeReturnPath } from '@/app/session-end'
import { currentUserQuery } from '@/features/account/api/get-current-user'
import { overviewView } from '@/features/dashboard/overview-view'
import { validateView } from '@/features/statistic/view'

interface RouterContext {
  queryClient: QueryClient
}

const rootRoute = createRootRouteWithContext<RouterContext>()({
  notFoundComponent: NotFoundPage,
  errorComponent: FailedPage,
})

interface SignInSearch {
  from?: string
}

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: ({ from }: Record<string, unknown>): SignInSearch =>
    typeof from === 'string' ? { from } : {},
  beforeLoad: async ({ context, search }) => {
    const user = await context.queryClient.query(currentUserQuery)
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- how this router redirects
    if (user !== null) throw redirect({ href: safeReturnPath(search.from) })
  },
  component: SignInPage,
})

const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const user = await context.queryClient.query(currentUserQuery)
    if (user === null) {
      const search = location.href === '/' ? {} : { from: location.href }
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- how this router redirects
      throw redirect({ to: '/sign-in', search })
    }
    return { user }
  },
  component: SignedInLayout,
})

const dashboardsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  validateSearch: overviewView,
  component: DashboardsPage,
})

const dashboardsAliasRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/dashboards',
  validateSearch: overviewView,
  beforeLoad: ({ search }) => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- how this router redirects
    throw redirect({ to: '/', search })
  },
})

const dashboardRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/dashboards/$dashboardId',
  validateSearch: validateView,
  component: DashboardPage,
})

const routeTree = rootRoute.addChildren([
  signInRoute,
  signedInRoute.addChildren([dashboardsRoute, dashboardsAliasRoute, dashboardRoute]),
])

export function createAppRouter(queryClient: QueryClient, history?: RouterHistory) {
  return createRouter({
    routeTree,
    context: { queryClient },
    scrollRestoration: true,
    parseSearch,
    stringifySearch,
    ...(history === undefined ? {} : { history }),
  })
}

export type AppRouter = ReturnType<typeof createAppRouter>

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter
  }
}

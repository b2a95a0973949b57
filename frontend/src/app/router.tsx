import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  type RouterHistory,
} from '@tanstack/react-router'

import { validateEndpointSearch } from '@/app/endpoint-search'
import { DashboardPage } from '@/app/routes/dashboard-page'
import { DashboardsPage } from '@/app/routes/dashboards-page'
import { EndpointPage } from '@/app/routes/endpoint-page'
import { FailedPage } from '@/app/routes/failed-page'
import { GraphsPage } from '@/app/routes/graphs-page'
import { LinkPage } from '@/app/routes/link-page'
import { NotFoundPage } from '@/app/routes/not-found-page'
import { SignInPage } from '@/app/routes/sign-in-page'
import { SignedInLayout } from '@/app/routes/signed-in-layout'
import { TestsPage } from '@/app/routes/tests-page'
import { WallboardPage } from '@/app/routes/wallboard-page'
import { parseSearch, stringifySearch } from '@/app/search-params'
import { safeReturnPath } from '@/app/session-end'
import { currentUserQuery } from '@/features/account/api/get-current-user'
import { overviewView } from '@/features/dashboard/overview-view'
import { validateView } from '@/features/statistic/view'
import { testsSearch } from '@/features/test-run/selection'
import { wallboardView } from '@/features/wallboard/wallboard-view'

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

async function requireUser({ context, location }: { context: RouterContext; location: { href: string } }) {
  const user = await context.queryClient.query(currentUserQuery)
  if (user === null) {
    const search = location.href === '/' ? {} : { from: location.href }
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- how this router redirects
    throw redirect({ to: '/sign-in', search })
  }
  return { user }
}

const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: requireUser,
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

const graphsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/dashboards/$dashboardId/graphs',
  validateSearch: validateView,
  component: GraphsPage,
})

// Without the frame of other pages: it has the whole screen.
const wallboardRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/wallboard',
  validateSearch: wallboardView,
  beforeLoad: requireUser,
  component: WallboardPage,
})

const linkRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/link',
  validateSearch: wallboardView,
  component: LinkPage,
})

const endpointRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/dashboards/$dashboardId/endpoint',
  validateSearch: validateEndpointSearch,
  component: EndpointPage,
})

const testsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/dashboards/$dashboardId/tests',
  validateSearch: testsSearch,
  component: TestsPage,
})

const widgetsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/dashboards/$dashboardId/widgets',
  component: lazyRouteComponent(() => import('@/app/routes/widgets-page'), 'WidgetsPage'),
})

const routeTree = rootRoute.addChildren([
  signInRoute,
  wallboardRoute,
  linkRoute,
  signedInRoute.addChildren([
    dashboardsRoute,
    dashboardsAliasRoute,
    dashboardRoute,
    graphsRoute,
    endpointRoute,
    testsRoute,
    widgetsRoute,
  ]),
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

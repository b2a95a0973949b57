import type { QueryClient } from '@tanstack/react-query'
import {
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  type RouterHistory,
} from '@tanstack/react-router'

import { requireUser, rootRoute, signedInRoute } from '@/app/base-routes'
import { validateEndpointSearch } from '@/app/endpoint-search'
import { entranceRoutes } from '@/app/entrance-routes'
import { onlyValid } from '@/app/only-valid'
import { DashboardPage } from '@/app/routes/dashboard-page'
import { DashboardsPage } from '@/app/routes/dashboards-page'
import { parseSearch, stringifySearch } from '@/app/search-params'
import { settingsRoutes } from '@/app/settings-routes'
import { validateTestsSearch } from '@/app/time-and-filters'
import { overviewView } from '@/features/dashboard/overview-view'
import { validateView } from '@/features/statistic/view'
import { wallboardView } from '@/features/wallboard/wallboard-view'
import { patient } from '@/lib/patient'

const dashboardsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  validateSearch: onlyValid(overviewView),
  component: DashboardsPage,
})

const dashboardsAliasRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/dashboards',
  validateSearch: onlyValid(overviewView),
  beforeLoad: ({ search }) => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- how this router redirects
    throw redirect({ to: '/', search })
  },
})

const dashboardRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/dashboards/$dashboardId',
  validateSearch: onlyValid(validateView),
  component: DashboardPage,
})

const graphsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/dashboards/$dashboardId/graphs',
  validateSearch: onlyValid(validateView),
  component: lazyRouteComponent(() => patient(() => import('@/app/routes/graphs-page')), 'GraphsPage'),
})

// Without the frame of other pages: it has the whole screen.
const wallboardRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/wallboard',
  validateSearch: onlyValid(wallboardView),
  beforeLoad: requireUser,
  component: lazyRouteComponent(() => patient(() => import('@/app/routes/wallboard-page')), 'WallboardPage'),
})

const linkRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/link',
  validateSearch: onlyValid(wallboardView),
  component: lazyRouteComponent(() => patient(() => import('@/app/routes/link-page')), 'LinkPage'),
})

const endpointRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/dashboards/$dashboardId/endpoint',
  validateSearch: onlyValid(validateEndpointSearch),
  component: lazyRouteComponent(() => patient(() => import('@/app/routes/endpoint-page')), 'EndpointPage'),
})

const testsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/dashboards/$dashboardId/tests',
  validateSearch: onlyValid(validateTestsSearch),
  component: lazyRouteComponent(() => patient(() => import('@/app/routes/tests-page')), 'TestsPage'),
})

const widgetsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/dashboards/$dashboardId/widgets',
  component: lazyRouteComponent(() => patient(() => import('@/app/routes/widgets-page')), 'WidgetsPage'),
})

const routeTree = rootRoute.addChildren([
  ...entranceRoutes,
  wallboardRoute,
  linkRoute,
  signedInRoute.addChildren([
    dashboardsRoute,
    dashboardsAliasRoute,
    dashboardRoute,
    ...settingsRoutes,
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
    // What a link leads to is on its way when it is pressed.
    defaultPreload: 'intent',
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

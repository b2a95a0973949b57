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
import { WallboardPage } from '@/app/routes/wallboard-page'
import { parseSearch, stringifySearch } from '@/app/search-params'
import { safeReturnPath } from '@/app/session-end'
import { currentUserQuery } from '@/features/account/api/get-current-user'
import { type AppKind, isAppKind } from '@/features/onboarding/app-kind'
import { overviewView } from '@/features/dashboard/overview-view'
import { validateView } from '@/features/statistic/view'
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

const registerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/register',
  component: lazyRouteComponent(() => import('@/app/routes/register-page'), 'RegisterPage'),
})

interface CodeSearch {
  code?: string
}

/** The code of a link in a mail of ours. */
function codeSearch({ code }: Record<string, unknown>): CodeSearch {
  return typeof code === 'string' ? { code } : {}
}

const verifyRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/verify',
  validateSearch: codeSearch,
  component: lazyRouteComponent(() => import('@/app/routes/verify-page'), 'VerifyPage'),
})

const forgotPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('@/app/routes/forgot-password-page'), 'ForgotPasswordPage'),
})

const resetPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset-password',
  validateSearch: codeSearch,
  component: lazyRouteComponent(() => import('@/app/routes/reset-password-page'), 'ResetPasswordPage'),
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

interface AddAppSearch {
  app?: AppKind
}

const addAppRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/dashboards/new',
  validateSearch: ({ app }: Record<string, unknown>): AddAppSearch => (isAppKind(app) ? { app } : {}),
  component: lazyRouteComponent(() => import('@/app/routes/add-app-page'), 'AddAppPage'),
})

const arrivalRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/dashboards/$dashboardId/arrival',
  component: lazyRouteComponent(() => import('@/app/routes/arrival-page'), 'ArrivalPage'),
})

const dashboardSettingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/dashboards/$dashboardId/settings',
  component: lazyRouteComponent(
    () => import('@/app/routes/dashboard-settings-page'),
    'DashboardSettingsPage',
  ),
})

const dashboardPeopleRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/dashboards/$dashboardId/settings/people',
  component: lazyRouteComponent(() => import('@/app/routes/dashboard-people-page'), 'DashboardPeoplePage'),
})

const dashboardLinksRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/dashboards/$dashboardId/settings/links',
  component: lazyRouteComponent(() => import('@/app/routes/dashboard-links-page'), 'DashboardLinksPage'),
})

const accountSettingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('@/app/routes/account-settings-page'), 'AccountSettingsPage'),
})

const securitySettingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/settings/security',
  component: lazyRouteComponent(() => import('@/app/routes/security-settings-page'), 'SecuritySettingsPage'),
})

const apiKeysRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/settings/api-keys',
  component: lazyRouteComponent(() => import('@/app/routes/api-keys-page'), 'ApiKeysPage'),
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

const routeTree = rootRoute.addChildren([
  signInRoute,
  registerRoute,
  verifyRoute,
  forgotPasswordRoute,
  resetPasswordRoute,
  wallboardRoute,
  linkRoute,
  signedInRoute.addChildren([
    dashboardsRoute,
    dashboardsAliasRoute,
    dashboardRoute,
    addAppRoute,
    arrivalRoute,
    dashboardSettingsRoute,
    dashboardPeopleRoute,
    dashboardLinksRoute,
    accountSettingsRoute,
    securitySettingsRoute,
    apiKeysRoute,
    graphsRoute,
    endpointRoute,
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

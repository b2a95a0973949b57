import { createRoute, lazyRouteComponent } from '@tanstack/react-router'

import { signedInRoute } from '@/app/base-routes'
import { onlyValid } from '@/app/only-valid'
import { type AppKind, isAppKind } from '@/features/onboarding/app-kind'
import { patient } from '@/lib/patient'

// Adding an app, and the settings of dashboards and of the account. Loaded when they are opened.

interface AddAppSearch {
  app?: AppKind
}

const addAppRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/dashboards/new',
  validateSearch: onlyValid(({ app }): AddAppSearch => (isAppKind(app) ? { app } : {})),
  component: lazyRouteComponent(() => patient(() => import('@/app/routes/add-app-page')), 'AddAppPage'),
})

const arrivalRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/dashboards/$dashboardId/arrival',
  component: lazyRouteComponent(() => patient(() => import('@/app/routes/arrival-page')), 'ArrivalPage'),
})

const dashboardSettingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/dashboards/$dashboardId/settings',
  component: lazyRouteComponent(
    () => patient(() => import('@/app/routes/dashboard-settings-page')),
    'DashboardSettingsPage',
  ),
})

const dashboardPeopleRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/dashboards/$dashboardId/settings/people',
  component: lazyRouteComponent(
    () => patient(() => import('@/app/routes/dashboard-people-page')),
    'DashboardPeoplePage',
  ),
})

const dashboardLinksRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/dashboards/$dashboardId/settings/links',
  component: lazyRouteComponent(
    () => patient(() => import('@/app/routes/dashboard-links-page')),
    'DashboardLinksPage',
  ),
})

const accountSettingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/settings',
  component: lazyRouteComponent(
    () => patient(() => import('@/app/routes/account-settings-page')),
    'AccountSettingsPage',
  ),
})

const securitySettingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/settings/security',
  component: lazyRouteComponent(
    () => patient(() => import('@/app/routes/security-settings-page')),
    'SecuritySettingsPage',
  ),
})

const apiKeysRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/settings/api-keys',
  component: lazyRouteComponent(() => patient(() => import('@/app/routes/api-keys-page')), 'ApiKeysPage'),
})

export const settingsRoutes = [
  addAppRoute,
  arrivalRoute,
  dashboardSettingsRoute,
  dashboardPeopleRoute,
  dashboardLinksRoute,
  accountSettingsRoute,
  securitySettingsRoute,
  apiKeysRoute,
] as const

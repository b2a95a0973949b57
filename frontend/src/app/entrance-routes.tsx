import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'

import { rootRoute } from '@/app/base-routes'
import { onlyValid } from '@/app/only-valid'
import { SignInPage } from '@/app/routes/sign-in-page'
import { safeReturnPath } from '@/app/session-end'
import { currentUserQuery } from '@/features/account/api/get-current-user'
import { patient } from '@/lib/patient'

// Before one is signed in.

interface SignInSearch {
  from?: string
}

const signInSearch = onlyValid(({ from }): SignInSearch => (typeof from === 'string' ? { from } : {}))

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: signInSearch,
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
  component: lazyRouteComponent(() => patient(() => import('@/app/routes/register-page')), 'RegisterPage'),
})

const verifyRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/verify',
  component: lazyRouteComponent(() => patient(() => import('@/app/routes/verify-page')), 'VerifyPage'),
})

const forgotPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot-password',
  component: lazyRouteComponent(
    () => patient(() => import('@/app/routes/forgot-password-page')),
    'ForgotPasswordPage',
  ),
})

const resetPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset-password',
  component: lazyRouteComponent(
    () => patient(() => import('@/app/routes/reset-password-page')),
    'ResetPasswordPage',
  ),
})

export const entranceRoutes = [
  signInRoute,
  registerRoute,
  verifyRoute,
  forgotPasswordRoute,
  resetPasswordRoute,
] as const

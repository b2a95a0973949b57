import { getRouteApi, Link, useRouter } from '@tanstack/react-router'

import { EntranceLayout } from '@/app/routes/entrance-layout'
import { safeReturnPath } from '@/app/session-end'
import { SignInForm } from '@/features/account/components/sign-in-form'
import { messages } from '@/features/account/messages'

const route = getRouteApi('/sign-in')

export function SignInPage() {
  const router = useRouter()
  const { from } = route.useSearch()
  return (
    <EntranceLayout
      title={messages.signInTitle}
      intro={messages.intro}
      links={
        <>
          <Link to="/register">{messages.registerLink}</Link>
          <Link to="/forgot-password">{messages.forgotLink}</Link>
          <Link to="/verify">{messages.verifyLink}</Link>
        </>
      }
    >
      <SignInForm
        onSignedIn={() => {
          void router.navigate({ href: safeReturnPath(from), replace: true })
        }}
      />
    </EntranceLayout>
  )
}

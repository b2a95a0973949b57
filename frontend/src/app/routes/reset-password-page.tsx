import { getRouteApi, Link } from '@tanstack/react-router'

import { EntranceLayout } from '@/app/routes/entrance-layout'
import { ButtonLink } from '@/components/button-link'
import { ResetPasswordForm } from '@/features/account/components/reset-password-form'
import { messages } from '@/features/account/messages'

const route = getRouteApi('/reset-password')

/** Where the link in the mail to who forgot the password leads. */
export function ResetPasswordPage() {
  const { code } = route.useSearch()
  return (
    <EntranceLayout title={messages.forgotTitle} links={<Link to="/sign-in">{messages.toSignIn}</Link>}>
      {code === undefined ? (
        <>
          <p>{messages.resetNoCode}</p>
          <ButtonLink to="/forgot-password">{messages.askForLink}</ButtonLink>
        </>
      ) : (
        <ResetPasswordForm
          code={code}
          next={
            <ButtonLink to="/sign-in" variant="primary">
              {messages.signIn}
            </ButtonLink>
          }
        />
      )}
    </EntranceLayout>
  )
}

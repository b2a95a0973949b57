import { Link } from '@tanstack/react-router'

import { EntranceLayout } from '@/app/routes/entrance-layout'
import { useMailedCode } from '@/app/use-mailed-code'
import { ButtonLink } from '@/components/button-link'
import { ResetPasswordForm } from '@/features/account/components/reset-password-form'
import { messages } from '@/features/account/messages'

/** Where the link in the mail to who forgot the password leads. */
export function ResetPasswordPage() {
  const code = useMailedCode()
  return (
    <EntranceLayout
      title={messages.forgotTitle}
      links={
        <>
          {code !== undefined && <Link to="/forgot-password">{messages.askForLink}</Link>}
          <Link to="/sign-in">{messages.toSignIn}</Link>
        </>
      }
    >
      {code === undefined ? (
        <>
          <p>{messages.resetNoCode}</p>
          <ButtonLink to="/forgot-password">{messages.askForLink}</ButtonLink>
        </>
      ) : (
        <ResetPasswordForm
          key={code}
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

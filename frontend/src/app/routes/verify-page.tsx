import { Link } from '@tanstack/react-router'

import { EntranceLayout } from '@/app/routes/entrance-layout'
import { useMailedCode } from '@/app/use-mailed-code'
import { ButtonLink } from '@/components/button-link'
import { ResendForm } from '@/features/account/components/resend-form'
import { VerifyAddress } from '@/features/account/components/verify-address'
import { messages } from '@/features/account/messages'

/** Where the link in a confirmation mail leads. */
export function VerifyPage() {
  const code = useMailedCode()
  return (
    <EntranceLayout title={messages.verifyTitle} links={<Link to="/sign-in">{messages.toSignIn}</Link>}>
      {code === undefined ? (
        <ResendForm />
      ) : (
        <VerifyAddress
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

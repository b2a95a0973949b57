import { Link } from '@tanstack/react-router'

import { EntranceLayout } from '@/app/routes/entrance-layout'
import { ForgotPasswordForm } from '@/features/account/components/forgot-password-form'
import { messages } from '@/features/account/messages'

export function ForgotPasswordPage() {
  return (
    <EntranceLayout title={messages.forgotTitle} links={<Link to="/sign-in">{messages.toSignIn}</Link>}>
      <ForgotPasswordForm />
    </EntranceLayout>
  )
}

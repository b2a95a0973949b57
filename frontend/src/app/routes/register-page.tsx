import { Link } from '@tanstack/react-router'
import { useState } from 'react'

import { EntranceLayout } from '@/app/routes/entrance-layout'
import { RegisterForm } from '@/features/account/components/register-form'
import { ResendButton } from '@/features/account/components/resend-button'
import { messages } from '@/features/account/messages'

export function RegisterPage() {
  const [registered, setRegistered] = useState<{ name: string; mail: string }>()
  if (registered !== undefined) {
    return (
      <EntranceLayout title={messages.mailSentTitle} links={<Link to="/sign-in">{messages.toSignIn}</Link>}>
        <p role="status">{messages.mailSent(registered.mail)}</p>
        <p>{messages.noMail}</p>
        <ResendButton name={registered.name} />
      </EntranceLayout>
    )
  }
  return (
    <EntranceLayout title={messages.registerTitle} links={<Link to="/sign-in">{messages.haveAccount}</Link>}>
      <RegisterForm onRegistered={setRegistered} />
    </EntranceLayout>
  )
}

import type { SubmitEvent } from 'react'

import { Button } from '@/components/button'
import { ErrorNotice } from '@/components/error-notice'
import { TextField } from '@/components/text-field'
import { useLogin } from '@/features/account/api/login'
import styles from '@/features/account/components/sign-in-form.module.css'
import { messages } from '@/features/account/messages'
import { fieldText } from '@/lib/form'

interface SignInFormProps {
  onSignedIn: () => void
}

export function SignInForm({ onSignedIn }: SignInFormProps) {
  const login = useLogin()

  function onSubmit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    login.mutate(
      { name: fieldText(form, 'name'), password: fieldText(form, 'password') },
      { onSuccess: onSignedIn },
    )
  }

  return (
    <form className={styles.form} onSubmit={onSubmit}>
      <TextField label={messages.name} name="name" autoComplete="username" autoCapitalize="none" required />
      <TextField
        label={messages.password}
        name="password"
        type="password"
        autoComplete="current-password"
        required
      />
      {login.isError && <ErrorNotice error={login.error} />}
      <Button type="submit" variant="primary" busy={login.isPending}>
        {login.isPending ? messages.signingIn : messages.signIn}
      </Button>
    </form>
  )
}

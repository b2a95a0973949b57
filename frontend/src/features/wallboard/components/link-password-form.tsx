import { useMutation } from '@tanstack/react-query'
import type { SubmitEvent } from 'react'

import { Button } from '@/components/button'
import { ErrorNotice } from '@/components/error-notice'
import { TextField } from '@/components/text-field'
import styles from '@/features/wallboard/components/link-password-form.module.css'
import type { LinkSession } from '@/features/wallboard/link-session'
import { messages } from '@/features/wallboard/messages'
import { fieldText } from '@/lib/form'

interface LinkPasswordFormProps {
  session: LinkSession
  onOpened: () => void
}

export function LinkPasswordForm({ session, onOpened }: LinkPasswordFormProps) {
  const open = useMutation({
    mutationFn: (password: string) => session.open(password),
    onSuccess: onOpened,
  })

  function onSubmit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault()
    open.mutate(fieldText(new FormData(event.currentTarget), 'password'))
  }

  return (
    <main className={styles.page} tabIndex={-1}>
      <form className={styles.form} onSubmit={onSubmit}>
        <h1>{messages.locked}</h1>
        <TextField
          label={messages.password}
          hint={messages.lockedHint}
          name="password"
          type="password"
          autoComplete="off"
          maxLength={256}
          required
        />
        {open.error !== null && <ErrorNotice error={open.error} />}
        <Button type="submit" variant="primary" busy={open.isPending}>
          {open.isPending ? messages.opening : messages.open}
        </Button>
      </form>
    </main>
  )
}

import { useMutation } from '@tanstack/react-query'

import { Button } from '@/components/button'
import { Form } from '@/components/form'
import { TextField } from '@/components/text-field'
import styles from '@/features/wallboard/components/link-password-form.module.css'
import type { LinkSession } from '@/features/wallboard/link-session'
import { messages } from '@/features/wallboard/messages'
import { fieldError } from '@/lib/api/api-error'
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

  return (
    <main className={styles.page} tabIndex={-1}>
      <div className={styles.box}>
        <h1>{messages.locked}</h1>
        <Form
          error={open.error}
          fields={['password']}
          onSubmit={(data) => {
            open.mutate(fieldText(data, 'password'))
          }}
          actions={
            <Button type="submit" variant="primary" busy={open.isPending}>
              {open.isPending ? messages.opening : messages.open}
            </Button>
          }
        >
          <TextField
            label={messages.password}
            hint={messages.lockedHint}
            name="password"
            type="password"
            autoComplete="off"
            maxLength={256}
            required
            error={fieldError(open.error, 'password')}
          />
        </Form>
      </div>
    </main>
  )
}

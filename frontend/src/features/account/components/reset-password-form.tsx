import type { ReactNode } from 'react'

import { Button } from '@/components/button'
import { Form } from '@/components/form'
import { Notice } from '@/components/notice'
import { useResetPassword } from '@/features/account/api/reset-password'
import { NewPasswordField } from '@/features/account/components/new-password-field'
import { messages } from '@/features/account/messages'
import { fieldError } from '@/lib/api/api-error'
import { fieldText } from '@/lib/form'

interface ResetPasswordFormProps {
  code: string
  /** Where to go when it is done. */
  next: ReactNode
}

export function ResetPasswordForm({ code, next }: ResetPasswordFormProps) {
  const reset = useResetPassword()
  if (reset.isSuccess) {
    return (
      <>
        <Notice tone="done">{messages.resetDone}</Notice>
        {next}
      </>
    )
  }
  return (
    <Form
      error={reset.error}
      fields={['new_password']}
      onSubmit={(data) => {
        reset.mutate({ code, new_password: fieldText(data, 'new_password') })
      }}
      actions={
        <Button type="submit" variant="primary" busy={reset.isPending}>
          {reset.isPending ? messages.resetting : messages.reset}
        </Button>
      }
    >
      <NewPasswordField
        label={messages.newPassword}
        name="new_password"
        error={fieldError(reset.error, 'new_password')}
      />
    </Form>
  )
}

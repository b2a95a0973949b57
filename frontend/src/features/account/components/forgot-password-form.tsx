import { Button } from '@/components/button'
import { Form } from '@/components/form'
import { Notice } from '@/components/notice'
import { TextField } from '@/components/text-field'
import { useRequestPasswordReset } from '@/features/account/api/request-password-reset'
import { messages } from '@/features/account/messages'
import { fieldError } from '@/lib/api/api-error'
import { fieldText } from '@/lib/form'

export function ForgotPasswordForm() {
  const request = useRequestPasswordReset()
  if (request.isSuccess) return <Notice tone="done">{messages.forgotSent(request.variables)}</Notice>
  return (
    <>
      <p>{messages.forgotHint}</p>
      <Form
        error={request.error}
        fields={['mail']}
        onSubmit={(data) => {
          request.mutate(fieldText(data, 'mail'))
        }}
        actions={
          <Button type="submit" variant="primary" busy={request.isPending}>
            {request.isPending ? messages.resending : messages.forgot}
          </Button>
        }
      >
        <TextField
          label={messages.mail}
          name="mail"
          type="email"
          autoComplete="email"
          maxLength={254}
          required
          error={fieldError(request.error, 'mail')}
        />
      </Form>
    </>
  )
}

import { Button } from '@/components/button'
import { Form } from '@/components/form'
import { Notice } from '@/components/notice'
import { TextField } from '@/components/text-field'
import { useResendVerification } from '@/features/account/api/resend-verification'
import { messages } from '@/features/account/messages'
import { fieldError } from '@/lib/api/api-error'
import { fieldText } from '@/lib/form'

/** Another confirmation mail, for who has registered a while ago. */
export function ResendForm() {
  const resend = useResendVerification()
  return (
    <>
      <p>{messages.verifyAgain}</p>
      <Form
        error={resend.error}
        fields={['name']}
        onSubmit={(data) => {
          resend.mutate(fieldText(data, 'name'))
        }}
        actions={
          <Button type="submit" busy={resend.isPending}>
            {resend.isPending ? messages.resending : messages.resend}
          </Button>
        }
      >
        <TextField
          label={messages.name}
          name="name"
          autoComplete="username"
          autoCapitalize="none"
          maxLength={100}
          required
          error={fieldError(resend.error, 'name')}
        />
      </Form>
      {resend.isSuccess && <Notice tone="done">{messages.resent}</Notice>}
    </>
  )
}

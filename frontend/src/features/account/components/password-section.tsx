import { Button } from '@/components/button'
import { CheckField } from '@/components/check-field'
import { Form } from '@/components/form'
import { Notice } from '@/components/notice'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import { useChangePassword } from '@/features/account/api/change-password'
import { NewPasswordField } from '@/features/account/components/new-password-field'
import { settingsMessages as messages } from '@/features/account/settings-messages'
import { fieldError } from '@/lib/api/api-error'
import { fieldText } from '@/lib/form'

export function PasswordSection() {
  const change = useChangePassword()
  return (
    <Section title={messages.password} intro={<p>{messages.passwordIntro}</p>}>
      <Form
        error={change.error}
        fields={['current_password', 'new_password']}
        onSubmit={(data, form) => {
          change.mutate(
            {
              current_password: fieldText(data, 'current_password'),
              new_password: fieldText(data, 'new_password'),
              end_other_sessions: data.has('end_other_sessions'),
            },
            {
              onSuccess: () => {
                form.reset()
              },
            },
          )
        }}
        actions={
          <Button type="submit" busy={change.isPending}>
            {change.isPending ? messages.changingPassword : messages.changePassword}
          </Button>
        }
      >
        <TextField
          label={messages.currentPassword}
          name="current_password"
          type="password"
          autoComplete="current-password"
          required
          error={fieldError(change.error, 'current_password')}
        />
        <NewPasswordField
          label={messages.newPassword}
          name="new_password"
          error={fieldError(change.error, 'new_password')}
        />
        <CheckField label={messages.endOthers} name="end_other_sessions" defaultChecked />
      </Form>
      {change.isSuccess && <Notice tone="done">{messages.passwordChanged}</Notice>}
    </Section>
  )
}

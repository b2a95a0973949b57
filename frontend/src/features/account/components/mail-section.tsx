import { useState } from 'react'

import { Button } from '@/components/button'
import { Form } from '@/components/form'
import { Notice } from '@/components/notice'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import { useChangeSettings } from '@/features/account/api/change-settings'
import { settingsMessages as messages } from '@/features/account/settings-messages'
import { fieldError } from '@/lib/api/api-error'
import type { User } from '@/lib/api/models'
import { fieldText } from '@/lib/form'

interface MailSectionProps {
  user: User
}

export function MailSection({ user }: MailSectionProps) {
  const change = useChangeSettings()
  const [next, setNext] = useState('')
  return (
    <Section
      title={messages.mail}
      intro={
        <>
          <p>{messages.mailIntro}</p>
          <p>{user.mail}</p>
        </>
      }
    >
      <Form
        error={change.error}
        fields={['mail', 'current_password']}
        onSubmit={(data, form) => {
          const mail = fieldText(data, 'mail')
          change.mutate(
            { mail, current_password: fieldText(data, 'current_password') },
            {
              onSuccess: () => {
                setNext(mail)
                form.reset()
              },
            },
          )
        }}
        actions={
          <Button type="submit" busy={change.isPending}>
            {change.isPending ? messages.changingMail : messages.changeMail}
          </Button>
        }
      >
        <TextField
          label={messages.newMail}
          name="mail"
          type="email"
          autoComplete="email"
          maxLength={254}
          required
          error={fieldError(change.error, 'mail')}
        />
        <TextField
          label={messages.currentPassword}
          name="current_password"
          type="password"
          autoComplete="current-password"
          required
          error={fieldError(change.error, 'current_password')}
        />
      </Form>
      {change.isSuccess && <Notice tone="done">{messages.mailWaits(next, user.mail)}</Notice>}
    </Section>
  )
}

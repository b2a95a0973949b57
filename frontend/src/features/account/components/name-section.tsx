import { Button } from '@/components/button'
import { Form } from '@/components/form'
import { Notice } from '@/components/notice'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import { useChangeSettings } from '@/features/account/api/change-settings'
import { messages } from '@/features/account/messages'
import { settingsMessages } from '@/features/account/settings-messages'
import { fieldError } from '@/lib/api/api-error'
import type { User } from '@/lib/api/models'
import { fieldText } from '@/lib/form'

interface NameSectionProps {
  user: User
}

export function NameSection({ user }: NameSectionProps) {
  const change = useChangeSettings()
  return (
    <Section title={settingsMessages.profile} intro={<p>{settingsMessages.profileIntro}</p>}>
      <Form
        error={change.error}
        fields={['name']}
        onSubmit={(data) => {
          change.mutate({ name: fieldText(data, 'name') })
        }}
        actions={
          <Button type="submit" busy={change.isPending}>
            {change.isPending ? messages.saving : messages.save}
          </Button>
        }
      >
        <TextField
          key={user.name}
          label={messages.name}
          hint={messages.nameHint}
          name="name"
          autoComplete="username"
          autoCapitalize="none"
          defaultValue={user.name}
          maxLength={40}
          required
          error={fieldError(change.error, 'name')}
        />
      </Form>
      {change.isSuccess && <Notice tone="done">{messages.saved}</Notice>}
    </Section>
  )
}

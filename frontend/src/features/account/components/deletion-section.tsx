import { useState } from 'react'

import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import { useDeleteUser } from '@/features/account/api/delete-user'
import { settingsMessages as messages } from '@/features/account/settings-messages'
import { fieldError } from '@/lib/api/api-error'
import type { User } from '@/lib/api/models'
import { fieldText } from '@/lib/form'

interface DeletionSectionProps {
  user: User
  onDeleted: () => void
}

export function DeletionSection({ user, onDeleted }: DeletionSectionProps) {
  const deletion = useDeleteUser()
  const [asking, setAsking] = useState(false)
  return (
    <Section title={messages.deletion} intro={<p>{messages.deletionIntro}</p>}>
      <p>
        <Button
          variant="danger"
          onClick={() => {
            deletion.reset()
            setAsking(true)
          }}
        >
          {messages.deleteAccount}
        </Button>
      </p>
      {asking && (
        <ConfirmDialog
          title={messages.deleteFor(user.name)}
          action={messages.deleteForGood}
          error={deletion.error}
          busy={deletion.isPending}
          fields={['password']}
          onConfirm={(data) => {
            deletion.mutate(fieldText(data, 'password'), { onSuccess: onDeleted })
          }}
          onClose={() => {
            setAsking(false)
          }}
        >
          <p>{messages.deleteWhat}</p>
          <TextField
            label={messages.currentPassword}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            error={fieldError(deletion.error, 'password')}
          />
        </ConfirmDialog>
      )}
    </Section>
  )
}

import { DangerSection } from '@/components/danger-section'
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
  return (
    <DangerSection
      title={messages.deletion}
      intro={messages.deletionIntro}
      action={messages.deleteAccount}
      question={messages.deleteFor(user.name)}
      confirmation={messages.deleteForGood}
      error={deletion.error}
      busy={deletion.isPending}
      fields={['password']}
      onAsk={deletion.reset}
      onConfirm={(data) => {
        deletion.mutate(fieldText(data, 'password'), { onSuccess: onDeleted })
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
    </DangerSection>
  )
}

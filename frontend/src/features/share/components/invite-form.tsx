import { useState } from 'react'

import { Button } from '@/components/button'
import { Form } from '@/components/form'
import { SelectField } from '@/components/select-field'
import { TextField } from '@/components/text-field'
import { useShareDashboard } from '@/features/share/api/share-dashboard'
import { messages } from '@/features/share/messages'
import { fieldError } from '@/lib/api/api-error'
import type { ShareCreate } from '@/lib/api/models'
import { fieldText } from '@/lib/form'

const ROLES = ['viewer', 'editor'] as const

interface InviteFormProps {
  dashboardId: string
}

export function InviteForm({ dashboardId }: InviteFormProps) {
  const share = useShareDashboard(dashboardId)
  const [role, setRole] = useState<ShareCreate['role']>('viewer')
  return (
    <Form
      error={share.error}
      fields={['invited']}
      onSubmit={(data, form) => {
        share.mutate(
          { invited: fieldText(data, 'invited'), role },
          {
            onSuccess: () => {
              form.reset()
            },
          },
        )
      }}
      actions={
        <Button type="submit" variant="primary" busy={share.isPending}>
          {share.isPending ? messages.inviting : messages.invite}
        </Button>
      }
    >
      <TextField
        label={messages.invited}
        hint={messages.invitedHint}
        name="invited"
        autoComplete="off"
        autoCapitalize="none"
        maxLength={254}
        required
        error={fieldError(share.error, 'invited')}
      />
      <SelectField
        label={messages.role}
        options={ROLES.map((value) => ({ value, label: messages.roles[value] }))}
        value={role}
        onChange={setRole}
      />
    </Form>
  )
}

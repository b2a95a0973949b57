import { useState } from 'react'

import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { Section } from '@/components/section'
import { useDeleteDashboard } from '@/features/dashboard-settings/api/delete-dashboard'
import { messages } from '@/features/dashboard-settings/messages'
import type { Dashboard } from '@/lib/api/models'

interface DeletionSectionProps {
  /** One of the user's own. */
  dashboard: Dashboard
  onDeleted: () => void
}

export function DeletionSection({ dashboard, onDeleted }: DeletionSectionProps) {
  const deletion = useDeleteDashboard(dashboard.id)
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
          {messages.delete}
        </Button>
      </p>
      {asking && (
        <ConfirmDialog
          title={messages.deleteTitle(dashboard.name)}
          action={messages.deleteForGood}
          error={deletion.error}
          busy={deletion.isPending}
          onConfirm={() => {
            deletion.mutate(undefined, { onSuccess: onDeleted })
          }}
          onClose={() => {
            setAsking(false)
          }}
        >
          <p>{messages.deleteWhat}</p>
        </ConfirmDialog>
      )}
    </Section>
  )
}

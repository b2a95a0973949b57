import { useState } from 'react'

import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { Section } from '@/components/section'
import { useLeaveDashboard } from '@/features/share/api/leave-dashboard'
import { messages } from '@/features/share/messages'
import type { Dashboard } from '@/lib/api/models'

interface LeaveSectionProps {
  /** One that somebody shares with the user. */
  dashboard: Dashboard
  onLeft: () => void
}

export function LeaveSection({ dashboard, onLeft }: LeaveSectionProps) {
  const leave = useLeaveDashboard(dashboard.id)
  const [asking, setAsking] = useState(false)
  return (
    <Section title={messages.title} intro={<p>{messages.ownerOnly}</p>}>
      <p>
        <Button
          variant="danger"
          onClick={() => {
            leave.reset()
            setAsking(true)
          }}
        >
          {messages.leave}
        </Button>
      </p>
      {asking && (
        <ConfirmDialog
          title={messages.leaveTitle(dashboard.name)}
          action={messages.leaveForGood}
          error={leave.error}
          busy={leave.isPending}
          onConfirm={() => {
            leave.mutate(undefined, { onSuccess: onLeft })
          }}
          onClose={() => {
            setAsking(false)
          }}
        >
          <p>{messages.leaveWhat}</p>
        </ConfirmDialog>
      )}
    </Section>
  )
}

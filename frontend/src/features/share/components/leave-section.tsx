import { DangerSection } from '@/components/danger-section'
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
  return (
    <DangerSection
      title={messages.title}
      intro={messages.ownerOnly}
      action={messages.leave}
      question={messages.leaveTitle(dashboard.name)}
      confirmation={messages.leaveForGood}
      error={leave.error}
      busy={leave.isPending}
      onAsk={leave.reset}
      onConfirm={() => {
        leave.mutate(undefined, { onSuccess: onLeft })
      }}
    >
      <p>{messages.leaveWhat}</p>
    </DangerSection>
  )
}

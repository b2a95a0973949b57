import { DangerSection } from '@/components/danger-section'
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
  return (
    <DangerSection
      title={messages.deletion}
      intro={messages.deletionIntro}
      action={messages.delete}
      question={messages.deleteTitle(dashboard.name)}
      confirmation={messages.deleteForGood}
      error={deletion.error}
      busy={deletion.isPending}
      onAsk={deletion.reset}
      onConfirm={() => {
        deletion.mutate(undefined, { onSuccess: onDeleted })
      }}
    >
      <p>{messages.deleteWhat}</p>
    </DangerSection>
  )
}

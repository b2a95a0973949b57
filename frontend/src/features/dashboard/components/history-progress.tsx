import { detailMessages } from '@/features/dashboard/detail-messages'
import { useNow } from '@/hooks/use-now'
import type { DashboardDetail } from '@/lib/api/models'
import { formatCount } from '@/lib/format/number'
import { formatDuration } from '@/lib/format/time'

interface HistoryProgressProps {
  dashboard: DashboardDetail
}

/** How fast the history arrives and how long the rest will take; nothing once it is here. */
export function HistoryProgress({ dashboard: { progress } }: HistoryProgressProps) {
  const now = useNow()
  const { history_started_at, history_ended_at, history_rest_seconds, published_calls } = progress
  if (history_started_at === null || history_ended_at !== null) return null
  const seconds = Math.max(1, (now - Date.parse(history_started_at)) / 1000)
  return (
    <p>
      {detailMessages.history(
        formatCount(published_calls),
        progress.source_total === null ? null : formatCount(progress.source_total),
        formatCount(Math.round(published_calls / seconds)),
        history_rest_seconds === null ? null : formatDuration(history_rest_seconds),
      )}
    </p>
  )
}

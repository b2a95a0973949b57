import { RelativeTime } from '@/components/relative-time'
import { messages } from '@/features/dashboard/messages'
import type { Dashboard } from '@/lib/api/models'
import { formatCount } from '@/lib/format/number'

interface CallFactsProps {
  dashboard: Dashboard
}

/** How many calls there are, and when the last one was. */
export function CallFacts({ dashboard }: CallFactsProps) {
  const { applied, progress } = dashboard
  const traced =
    progress.source_total === null
      ? undefined
      : messages.callsOfSource(formatCount(progress.published_calls), messages.calls(progress.source_total))
  return (
    <p>
      <span title={traced}>{messages.calls(applied.applied_calls)}</span>
      {', '}
      {applied.last_call_at === null ? (
        messages.noCallYet
      ) : (
        <>
          {messages.lastCall} <RelativeTime moment={applied.last_call_at} />
        </>
      )}
    </p>
  )
}

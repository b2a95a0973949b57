import { ProgressBar } from '@/components/progress-bar'
import styles from '@/features/onboarding/components/guide.module.css'
import { messages } from '@/features/onboarding/messages'
import { useNow } from '@/hooks/use-now'
import type { Dashboard } from '@/lib/api/models'
import { formatWait } from '@/lib/format/date'
import { formatFraction } from '@/lib/format/number'

interface ArrivalProps {
  dashboard: Dashboard
}

/** How the history of an app that was just added comes in. */
export function Arrival({ dashboard }: ArrivalProps) {
  const { error, error_detail, progress } = dashboard
  if (error !== null) {
    return (
      <p className={styles.trouble} role="alert">
        {error_detail ?? error} {messages.triesAgain}
      </p>
    )
  }
  if (hasArrived(dashboard)) return <p role="status">{messages.live(progress.published_calls)}</p>
  if (progress.history_started_at === null) return <p role="status">{messages.connecting}</p>
  return <Progress dashboard={dashboard} />
}

export function hasArrived({ progress }: Dashboard): boolean {
  return progress.history_ended_at !== null
}

function Progress({ dashboard: { progress } }: ArrivalProps) {
  const now = useNow()
  const { history_percent, history_rest_seconds, history_started_at, published_calls, source_total } =
    progress
  const fraction = (history_percent ?? 0) / 100
  const elapsedSeconds = history_started_at === null ? 0 : (now - Date.parse(history_started_at)) / 1000
  // A moment's rate jumps about.
  const rate = elapsedSeconds > 1 ? Math.round(published_calls / elapsedSeconds) : null
  return (
    <>
      <p className={styles.percent}>{formatFraction(fraction)}</p>
      <ProgressBar label={messages.history} fraction={fraction} />
      <ul className={styles.facts}>
        <li>
          {source_total === null
            ? messages.historySoFar(published_calls)
            : messages.historyOf(published_calls, source_total)}
        </li>
        {rate !== null && rate > 0 && <li>{messages.rate(rate)}</li>}
        {history_rest_seconds !== null && <li>{messages.rest(formatWait(history_rest_seconds))}</li>}
      </ul>
    </>
  )
}

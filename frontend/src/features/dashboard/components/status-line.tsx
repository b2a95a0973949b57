import { ProgressBar } from '@/components/progress-bar'
import styles from '@/features/dashboard/components/status-line.module.css'
import { messages } from '@/features/dashboard/messages'
import { statusOf } from '@/features/dashboard/status'
import type { Dashboard } from '@/lib/api/models'
import { formatMoment } from '@/lib/format/time'

interface StatusLineProps {
  dashboard: Dashboard
}

/** How a dashboard is doing, and if it needs somebody, what for. */
export function StatusLine({ dashboard }: StatusLineProps) {
  const { tone, label, progress, trouble } = statusOf(dashboard)
  const { watermark } = dashboard.progress
  const fetchedUntil =
    watermark === null ? undefined : messages.fetchedUntil(formatMoment(Date.parse(watermark)))
  return (
    <div className={styles.status}>
      <p className={styles.label} data-tone={tone} title={fetchedUntil}>
        {label}
      </p>
      {progress !== null && <ProgressBar label={messages.progress} fraction={progress} />}
      {trouble !== null && (
        <p className={styles.trouble}>
          {trouble} <span className={styles.next}>{messages.triesAgain}</span>
        </p>
      )}
    </div>
  )
}

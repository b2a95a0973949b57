import styles from '@/features/live/components/live-indicator.module.css'
import { messages } from '@/features/live/messages'
import { useLive } from '@/features/live/use-live'

interface LiveIndicatorProps {
  ensureSession: () => Promise<unknown>
}

/** Holds the live connection while it is on the page, and says how it is. */
export function LiveIndicator({ ensureSession }: LiveIndicatorProps) {
  const status = useLive(ensureSession)
  const { label, hint } = messages[status]
  return (
    <p className={styles.indicator} data-status={status} role="status" title={hint}>
      {label}
    </p>
  )
}

import styles from '@/features/wallboard/components/stage.module.css'
import { messages } from '@/features/wallboard/messages'
import { useNow } from '@/hooks/use-now'
import { formatAgo } from '@/lib/format/time'

// Some requests in a row had no answer by then.
const STALE_MS = 60_000

interface FreshnessProps {
  updatedAt: number
}

/** How old is what is shown; from afar it must be seen that a screen no longer follows. */
export function Freshness({ updatedAt }: FreshnessProps) {
  const now = useNow()
  const isStale = now - updatedAt > STALE_MS
  const ago = formatAgo(updatedAt, now)
  return (
    <p className={styles.freshness} data-stale={isStale}>
      {isStale ? messages.stale(ago) : messages.updated(ago)}
    </p>
  )
}

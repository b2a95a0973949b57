import styles from '@/features/dashboard/components/status-line.module.css'
import { messages } from '@/features/dashboard/messages'
import { useReadAt } from '@/hooks/use-now'
import type { OverviewItem } from '@/lib/api/models'
import { formatAgo, formatMomentInFull } from '@/lib/format/time'

interface DownNoticeProps {
  since: NonNullable<OverviewItem['uptime']['since']>
}

export function DownNotice({ since }: DownNoticeProps) {
  const moment = Date.parse(since)
  const ago = useReadAt((now) => formatAgo(moment, now))
  return (
    <p className={styles.label} data-tone="alarm" title={formatMomentInFull(moment)}>
      {messages.downSince(ago)}
    </p>
  )
}

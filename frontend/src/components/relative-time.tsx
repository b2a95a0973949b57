import { useNow } from '@/hooks/use-now'
import { formatAgo, formatMomentInFull } from '@/lib/format/time'

interface RelativeTimeProps {
  /** As the API writes it: ISO 8601 with offset. */
  moment: string
}

export function RelativeTime({ moment }: RelativeTimeProps) {
  const now = useNow()
  const milliseconds = Date.parse(moment)
  return (
    <time dateTime={moment} title={formatMomentInFull(milliseconds)}>
      {formatAgo(milliseconds, now)}
    </time>
  )
}

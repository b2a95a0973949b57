import { useReadAt } from '@/hooks/use-now'
import { formatAgo, formatMomentInFull } from '@/lib/format/time'

interface RelativeTimeProps {
  /** As the API writes it: ISO 8601 with offset. */
  moment: string
}

export function RelativeTime({ moment }: RelativeTimeProps) {
  const milliseconds = Date.parse(moment)
  const ago = useReadAt((now) => formatAgo(milliseconds, now))
  return (
    <time dateTime={moment} title={formatMomentInFull(milliseconds)}>
      {ago}
    </time>
  )
}

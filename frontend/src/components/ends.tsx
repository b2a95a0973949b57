import { messages } from '@/components/messages'
import { useReadAt } from '@/hooks/use-now'
import { formatDate } from '@/lib/format/date'

interface EndsProps {
  /** As the API writes it: ISO 8601 with offset. */
  moment: string
}

/** When something ends, or has ended. */
export function Ends({ moment }: EndsProps) {
  const end = Date.parse(moment)
  return useReadAt((now) => (end > now ? messages.ends : messages.ended)(formatDate(end)))
}

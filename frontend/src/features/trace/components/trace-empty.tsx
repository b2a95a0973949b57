import { EmptyNotice } from '@/components/empty-notice'
import { messages, type TraceName } from '@/features/trace/messages'
import type { TraceReading } from '@/lib/api/models'

interface TraceEmptyProps {
  name: TraceName
  reading: TraceReading
  monitorLevel: number | null | undefined
}

/** Why there is nothing, and what to do about it. */
export function TraceEmpty({ name, reading, monitorLevel }: TraceEmptyProps) {
  if (!reading.is_offered) {
    return <EmptyNotice title={messages.notOffered(name)}>{messages.needs[name]}</EmptyNotice>
  }
  return <EmptyNotice title={messages.kinds[name].none}>{messages.notedAt[name](monitorLevel)}</EmptyNotice>
}

import { Notice } from '@/components/notice'
import { messages } from '@/features/onboarding/messages'
import type { Source } from '@/lib/api/models'
import { formatDate } from '@/lib/format/date'

interface SourceNoticeProps {
  source: Source
}

/** What a look at the app found. */
export function SourceNotice({ source }: SourceNoticeProps) {
  const { kind, version, total_calls, first_call_at, warnings } = source
  return (
    <Notice tone="done">
      <p>{messages.found(messages.sources[kind], version)}</p>
      <p>
        {first_call_at === null
          ? messages.foundNoCalls
          : messages.foundCalls(total_calls, formatDate(Date.parse(first_call_at)))}
      </p>
      {warnings.map((warning) => (
        <p key={warning}>{messages.warnings[warning] ?? warning}</p>
      ))}
    </Notice>
  )
}

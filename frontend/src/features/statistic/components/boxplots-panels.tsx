import { endpointBoxplotsQuery, versionBoxplotsQuery } from '@/features/statistic/api/get-boxplots'
import { Boxplots } from '@/features/statistic/components/boxplots'
import { messages } from '@/features/statistic/messages'
import type { Question } from '@/features/statistic/question'
import { spreadMessages } from '@/features/statistic/spread-messages'
import { useWhenSeen } from '@/features/statistic/use-when-seen'
import { endpointMark } from '@/lib/theme/endpoint-mark'

interface BoxplotsPanelProps {
  question: Question
}

/** Each endpoint, the busiest first. Asked for when it comes into view. */
export function EndpointBoxplotsPanel({ question }: BoxplotsPanelProps) {
  const seen = useWhenSeen(question, endpointBoxplotsQuery(question))
  return (
    <Boxplots
      {...seen}
      title={spreadMessages.endpointBoxplots}
      rowTitle={messages.filterNames.endpoint}
      colorOf={(name) => endpointMark(name).color}
      drop="last"
    />
  )
}

/** Each version of the app, of one endpoint where the view is of one. Asked for when it comes into view. */
export function VersionBoxplotsPanel({ question }: BoxplotsPanelProps) {
  const seen = useWhenSeen(question, versionBoxplotsQuery(question))
  const { endpoint } = question.view
  const color = endpoint === undefined ? 'var(--accent)' : endpointMark(endpoint).color
  return (
    <Boxplots
      {...seen}
      title={spreadMessages.versionBoxplots}
      rowTitle={messages.filterNames.version}
      colorOf={() => color}
      drop="first"
    />
  )
}

import { useQuery } from '@tanstack/react-query'

import { endpointBoxplotsQuery, versionBoxplotsQuery } from '@/features/statistic/api/get-boxplots'
import { Boxplots } from '@/features/statistic/components/boxplots'
import { messages } from '@/features/statistic/messages'
import type { Question } from '@/features/statistic/question'
import { spreadMessages } from '@/features/statistic/spread-messages'
import { endpointMark } from '@/lib/theme/endpoint-mark'

interface BoxplotsPanelProps {
  question: Question
}

/** Each endpoint, the busiest first. */
export function EndpointBoxplotsPanel({ question }: BoxplotsPanelProps) {
  const query = useQuery(endpointBoxplotsQuery(question))
  return (
    <Boxplots
      query={query}
      title={spreadMessages.endpointBoxplots}
      rowTitle={messages.filterNames.endpoint}
      colorOf={(name) => endpointMark(name).color}
      drop="last"
    />
  )
}

/** Each version of the app, of one endpoint where the view is of one. */
export function VersionBoxplotsPanel({ question }: BoxplotsPanelProps) {
  const query = useQuery(versionBoxplotsQuery(question))
  const { endpoint } = question.view
  const color = endpoint === undefined ? 'var(--accent)' : endpointMark(endpoint).color
  return (
    <Boxplots
      query={query}
      title={spreadMessages.versionBoxplots}
      rowTitle={messages.filterNames.version}
      colorOf={() => color}
      drop="first"
    />
  )
}

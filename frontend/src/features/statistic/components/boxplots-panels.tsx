import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'

import { endpointBoxplotsQuery, versionBoxplotsQuery } from '@/features/statistic/api/get-boxplots'
import { Boxplots } from '@/features/statistic/components/boxplots'
import { messages } from '@/features/statistic/messages'
import type { Question } from '@/features/statistic/question'
import { spreadMessages } from '@/features/statistic/spread-messages'
import { endpointMark } from '@/lib/theme/endpoint-mark'

interface BoxplotsPanelProps {
  question: Question
}

function colorOfEndpoint(name: string): string {
  return endpointMark(name).color
}

/** Each endpoint, the busiest first. */
export function EndpointBoxplotsPanel({ question }: BoxplotsPanelProps) {
  const query = useQuery(endpointBoxplotsQuery(question))
  return (
    <Boxplots
      query={query}
      title={spreadMessages.endpointBoxplots}
      rowTitle={messages.filterNames.endpoint}
      colorOf={colorOfEndpoint}
      drop="last"
    />
  )
}

/** Each version of the app, of one endpoint where the view is of one. */
export function VersionBoxplotsPanel({ question }: BoxplotsPanelProps) {
  const query = useQuery(versionBoxplotsQuery(question))
  const { endpoint } = question.view
  const colorOf = useCallback(
    () => (endpoint === undefined ? 'var(--accent)' : colorOfEndpoint(endpoint)),
    [endpoint],
  )
  return (
    <Boxplots
      query={query}
      title={spreadMessages.versionBoxplots}
      rowTitle={messages.filterNames.version}
      colorOf={colorOf}
      drop="first"
    />
  )
}

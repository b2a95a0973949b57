import { useQuery } from '@tanstack/react-query'

import { EmptyNotice } from '@/components/empty-notice'
import { Panel } from '@/components/panel'
import { endpointsQuery } from '@/features/statistic/api/get-endpoints'
import { EndpointsTable } from '@/features/statistic/components/endpoints-table'
import { endpointRows } from '@/features/statistic/endpoint-rows'
import { messages } from '@/features/statistic/messages'
import type { Question } from '@/features/statistic/question'

const HEIGHT = 320

interface EndpointsPanelProps {
  question: Question
  selected: string | undefined
  onSelect: (endpoint: string | undefined) => void
}

export function EndpointsPanel({ question, selected, onSelect }: EndpointsPanelProps) {
  const query = useQuery(endpointsQuery(question))
  return (
    <Panel
      title={messages.endpoints}
      query={query}
      height={HEIGHT}
      empty={({ items }) =>
        items.length === 0 ? (
          <EmptyNotice title={messages.noEndpoints}>{messages.noEndpointsHint}</EmptyNotice>
        ) : undefined
      }
    >
      {(list) => <EndpointsTable rows={endpointRows(list)} selected={selected} onSelect={onSelect} />}
    </Panel>
  )
}

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'

import { EmptyNotice } from '@/components/empty-notice'
import { Panel } from '@/components/panel'
import { endpointHitsQuery, endpointsQuery } from '@/features/statistic/api/get-endpoints'
import styles from '@/features/statistic/components/endpoints-panel.module.css'
import { EndpointsTable } from '@/features/statistic/components/endpoints-table'
import { endpointMessages } from '@/features/statistic/endpoint-messages'
import { endpointRows } from '@/features/statistic/endpoint-rows'
import { messages } from '@/features/statistic/messages'
import type { Question } from '@/features/statistic/question'

const HEIGHT = 320

interface EndpointsPanelProps {
  question: Question
  /** Leads to the page of an endpoint. */
  link: (endpoint: string, children: ReactNode) => ReactNode
}

/** Every endpoint of the app, called or not. */
export function EndpointsPanel({ question, link }: EndpointsPanelProps) {
  const query = useQuery(endpointsQuery(question))
  const hits = useQuery(endpointHitsQuery(question))
  const [wanted, setWanted] = useState('')
  const searchId = useId()
  return (
    <Panel
      title={messages.endpoints}
      query={query}
      height={HEIGHT}
      tools={
        <>
          <label className="visually-hidden" htmlFor={searchId}>
            {endpointMessages.find}
          </label>
          <input
            id={searchId}
            type="search"
            className={styles.search}
            placeholder={endpointMessages.find}
            value={wanted}
            onChange={(event) => {
              setWanted(event.target.value)
            }}
          />
        </>
      }
      empty={({ answer }) =>
        answer.list.items.length === 0 ? (
          <EmptyNotice title={endpointMessages.empty}>{endpointMessages.emptyHint}</EmptyNotice>
        ) : undefined
      }
    >
      {({ view, answer }) => (
        <EndpointsTable
          rows={endpointRows(answer, hits.data?.answer)}
          view={view}
          hits={hits.data?.answer}
          wanted={wanted}
          link={link}
        />
      )}
    </Panel>
  )
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useCallback, useState } from 'react'

import { Button } from '@/components/button'
import { Mark } from '@/components/mark'
import { PanelBody } from '@/components/panel'
import { RelativeTime } from '@/components/relative-time'
import { endpointQuery } from '@/features/endpoint/api/get-endpoint'
import { ChangeDialog } from '@/features/endpoint/components/change-dialog'
import { ChangeNotice } from '@/features/endpoint/components/change-notice'
import styles from '@/features/endpoint/components/endpoint-header.module.css'
import { messages } from '@/features/endpoint/messages'
import { useDocumentTitle } from '@/hooks/use-document-title'
import type { DashboardDetail, EndpointWithStatistics } from '@/lib/api/models'
import { dashboardDetailKey } from '@/lib/api/query-keys'

const HEIGHT = 48

interface EndpointHeaderProps {
  dashboardId: string
  name: string
  /** Whether the user has the right to; the API sees to it. */
  mayChange: boolean
  /** The way back to the dashboard. */
  back: ReactNode
}

/** Which endpoint it is, what the app says about it, and what can be done with it. */
export function EndpointHeader({ dashboardId, name, mayChange, back }: EndpointHeaderProps) {
  const query = useQuery(endpointQuery(dashboardId, name))
  const [changing, setChanging] = useState(false)
  const queryClient = useQueryClient()
  const dashboardName = useCallback(
    () => queryClient.getQueryData<DashboardDetail>(dashboardDetailKey(dashboardId))?.name,
    [queryClient, dashboardId],
  )
  useDocumentTitle(name, dashboardName)
  return (
    <header className={styles.header}>
      <p className={styles.back}>{back}</p>
      <div className={styles.title}>
        <h1 className={styles.name}>
          <Mark endpoint={name} /> {name}
        </h1>
        {mayChange && (
          <Button
            onClick={() => {
              setChanging(true)
            }}
          >
            {messages.change}
          </Button>
        )}
      </div>
      <ChangeNotice dashboardId={dashboardId} name={name} />
      <PanelBody title={messages.endpoint} query={query} height={HEIGHT}>
        {(endpoint) => <Facts endpoint={endpoint} />}
      </PanelBody>
      {changing && (
        <ChangeDialog
          dashboardId={dashboardId}
          name={name}
          onClose={() => {
            setChanging(false)
          }}
        />
      )}
    </header>
  )
}

function Facts({ endpoint }: { endpoint: EndpointWithStatistics }) {
  const { monitor_level: level, added_at: addedAt, last_requested_at: requestedAt } = endpoint
  return (
    <ul className={styles.facts}>
      <li>{level === null ? messages.notListed : messages.level(level)}</li>
      {addedAt !== null && <li>{messages.firstSeen(addedAt, endpoint.version_added)}</li>}
      <li>
        {requestedAt === null ? (
          messages.noRequest
        ) : (
          <>
            {messages.lastRequest} <RelativeTime moment={requestedAt} />
          </>
        )}
      </li>
    </ul>
  )
}

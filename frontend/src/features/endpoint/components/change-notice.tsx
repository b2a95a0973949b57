import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

import { endpointChangesQuery, isWaiting } from '@/features/endpoint/api/get-endpoint-changes'
import styles from '@/features/endpoint/components/endpoint-header.module.css'
import { messages } from '@/features/endpoint/messages'
import { dashboardKey } from '@/lib/api/query-keys'

interface ChangeNoticeProps {
  dashboardId: string
  name: string
}

/** Says that a change of the endpoint waits; once it is carried out, all of the dashboard is asked for anew. */
export function ChangeNotice({ dashboardId, name }: ChangeNoticeProps) {
  const queryClient = useQueryClient()
  const { data } = useQuery(endpointChangesQuery(dashboardId))
  const waiting = data?.find((change) => change.endpoint === name && isWaiting(change))
  const waitedFor = useRef<string>(undefined)
  const waitingId = waiting?.id

  useEffect(() => {
    const before = waitedFor.current
    waitedFor.current = waitingId
    if (before !== undefined && waitingId === undefined) {
      void queryClient.invalidateQueries({ queryKey: dashboardKey(dashboardId) })
    }
  }, [dashboardId, queryClient, waitingId])

  return (
    <p role="status" className={styles.waiting}>
      {waiting !== undefined && messages.waiting(waiting)}
    </p>
  )
}

import { useQueries } from '@tanstack/react-query'
import { getRouteApi, useLocation } from '@tanstack/react-router'
import { useState } from 'react'

import { ErrorNotice } from '@/components/error-notice'
import { Skeleton } from '@/components/skeleton'
import { getOverview } from '@/features/dashboard/api/get-overview'
import { DashboardSlide } from '@/features/dashboard/components/dashboard-slide'
import { LinkPasswordForm } from '@/features/wallboard/components/link-password-form'
import { Stage } from '@/features/wallboard/components/stage'
import { WallboardNotice } from '@/features/wallboard/components/wallboard-notice'
import { isDead, LinkSession, needsPassword } from '@/features/wallboard/link-session'
import { messages } from '@/features/wallboard/messages'
import { EVERY_SECONDS_DEFAULT, REFETCH_MS, secretsOf } from '@/features/wallboard/wallboard-view'
import { useDocumentTitle } from '@/hooks/use-document-title'

const HEIGHT = 400

const route = getRouteApi('/link')

/** What links show to whoever has them. Their secrets stand behind the #, which browsers send to no server. */
export function LinkPage() {
  const hash = useLocation({ select: (location) => location.hash })
  useDocumentTitle(messages.title)
  const secrets = secretsOf(hash)
  if (secrets.length === 0) return <WallboardNotice title={messages.noLinkTitle} hint={messages.noLinkHint} />
  return <LinkWallboard key={hash} secrets={secrets} />
}

function LinkWallboard({ secrets }: { secrets: readonly string[] }) {
  const { every = EVERY_SECONDS_DEFAULT } = route.useSearch()
  const [sessions] = useState(() => secrets.map((secret) => new LinkSession(secret)))
  const queries = useQueries({
    queries: sessions.map((session, index) => ({
      queryKey: ['wallboard', 'link', secrets[index]],
      queryFn: ({ signal }: { signal: AbortSignal }) => getOverview(session.client, signal),
      refetchInterval: ({ state }: { state: { error: Error | null } }) =>
        isDead(state.error) || needsPassword(state.error) ? false : REFETCH_MS,
    })),
  })

  const locked = queries.findIndex(({ error }) => needsPassword(error))
  const session = sessions[locked]
  if (session !== undefined) {
    return (
      <LinkPasswordForm key={locked} session={session} onOpened={() => void queries[locked]?.refetch()} />
    )
  }
  // Whatever a link showed before it was revoked is not to be seen any more.
  const live = queries.filter(({ error }) => !isDead(error))
  if (live.length === 0) return <WallboardNotice title={messages.deadTitle} hint={messages.deadHint} />
  const items = live.flatMap(({ data }) => data?.items ?? [])
  if (items.length === 0) return <Waiting error={live.find(({ error }) => error !== null)?.error ?? null} />
  return (
    <Stage
      everySeconds={every}
      updatedAt={Math.min(
        ...live.flatMap(({ data, dataUpdatedAt }) => (data === undefined ? [] : [dataUpdatedAt])),
      )}
      notice={live.length < queries.length ? messages.dead(queries.length - live.length) : undefined}
      slides={items.map((item) => ({ key: item.dashboard.id, content: <DashboardSlide item={item} /> }))}
    />
  )
}

/** Until the first answer; it is tried again for as long as the page is open. */
function Waiting({ error }: { error: Error | null }) {
  return (
    <main tabIndex={-1}>
      {error === null ? <Skeleton label={messages.title} height={HEIGHT} /> : <ErrorNotice error={error} />}
    </main>
  )
}

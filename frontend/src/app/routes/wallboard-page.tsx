import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'

import { PanelBody } from '@/components/panel'
import { overviewQuery } from '@/features/dashboard/api/get-overview'
import { DashboardSlide } from '@/features/dashboard/components/dashboard-slide'
import { Stage } from '@/features/wallboard/components/stage'
import { WallboardNotice } from '@/features/wallboard/components/wallboard-notice'
import { messages } from '@/features/wallboard/messages'
import { EVERY_SECONDS_DEFAULT, REFETCH_MS } from '@/features/wallboard/wallboard-view'
import { useDocumentTitle } from '@/hooks/use-document-title'

const HEIGHT = 400

const route = getRouteApi('/wallboard')

/** Dashboards of the user, one after the other. */
export function WallboardPage() {
  const { every = EVERY_SECONDS_DEFAULT, dashboards } = route.useSearch()
  const query = useQuery({ ...overviewQuery, refetchInterval: REFETCH_MS })
  useDocumentTitle(messages.title)
  if (query.data === undefined) {
    return (
      <main tabIndex={-1}>
        <PanelBody title={messages.title} query={query} height={HEIGHT}>
          {() => null}
        </PanelBody>
      </main>
    )
  }
  const ids = dashboards?.split(',')
  const items = query.data.items.filter(({ dashboard }) => ids?.includes(dashboard.id) ?? true)
  if (query.data.items.length === 0) {
    const next = <Link to="/dashboards/new">{messages.addApp}</Link>
    return <WallboardNotice title={messages.noApps} hint={messages.noAppsHint} next={next} />
  }
  if (items.length === 0) {
    const next = <Link to="/">{messages.toDashboards}</Link>
    return <WallboardNotice title={messages.nothing} hint={messages.nothingHint} next={next} />
  }
  return (
    <Stage
      everySeconds={every}
      updatedAt={query.dataUpdatedAt}
      slides={items.map((item) => ({ key: item.dashboard.id, content: <DashboardSlide item={item} /> }))}
    />
  )
}

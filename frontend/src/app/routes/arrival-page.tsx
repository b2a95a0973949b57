import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'

import { NotFoundNotice } from '@/app/routes/not-found-notice'
import { ButtonLink } from '@/components/button-link'
import { PanelBody } from '@/components/panel'
import { dashboardQuery } from '@/features/dashboard/api/get-dashboard'
import { Arrival, hasArrived } from '@/features/onboarding/components/arrival'
import styles from '@/features/onboarding/components/guide.module.css'
import { messages } from '@/features/onboarding/messages'
import { useDocumentTitle } from '@/hooks/use-document-title'
import { isNoSuch } from '@/lib/api/api-error'

const HEIGHT = 160
// Before the first call arrives nothing moves, so there is nothing to be told of.
const REFETCH_INTERVAL_MS = 2000

const route = getRouteApi('/signed-in/dashboards/$dashboardId/arrival')

/** What follows an app that was added: its history comes in. */
export function ArrivalPage() {
  const { dashboardId } = route.useParams()
  const query = useQuery({
    ...dashboardQuery(dashboardId),
    refetchInterval: ({ state }) =>
      state.data !== undefined && hasArrived(state.data) ? false : REFETCH_INTERVAL_MS,
  })
  useDocumentTitle(messages.title)
  if (isNoSuch(query.error)) return <NotFoundNotice />
  const params = { dashboardId }
  return (
    <PanelBody title={messages.title} query={query} height={HEIGHT}>
      {(dashboard) => (
        <div className={styles.guide}>
          <h1>{messages.progressTitle(dashboard.name)}</h1>
          <div className={styles.progress}>
            <Arrival dashboard={dashboard} />
            <div className={styles.actions}>
              <ButtonLink to="/dashboards/$dashboardId" params={params} variant="primary">
                {hasArrived(dashboard) ? messages.open : messages.openMeanwhile}
              </ButtonLink>
              {dashboard.error !== null && (
                <ButtonLink to="/dashboards/$dashboardId/settings" params={params}>
                  {messages.fix}
                </ButtonLink>
              )}
            </div>
            <p>
              <Link to="/dashboards/new">{messages.another}</Link>
            </p>
          </div>
        </div>
      )}
    </PanelBody>
  )
}

import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'

import { NotFoundNotice } from '@/app/routes/not-found-notice'
import styles from '@/app/routes/widgets-page.module.css'
import { dashboardQuery } from '@/features/dashboard/api/get-dashboard'
import { WidgetPicker } from '@/features/widget/components/widget-picker'
import { WidgetsPanel } from '@/features/widget/components/widgets-panel'
import { messages } from '@/features/widget/messages'
import { useDocumentTitle } from '@/hooks/use-document-title'
import { ApiError } from '@/lib/api/api-error'

// An id that is nobody's or not mine, and one that is no id at all.
const NO_SUCH_DASHBOARD = [404, 422]
const MAY_CHANGE = ['owner', 'editor']

const route = getRouteApi('/signed-in/dashboards/$dashboardId/widgets')

export function WidgetsPage() {
  const { dashboardId } = route.useParams()
  const { data: dashboard, error } = useQuery(dashboardQuery(dashboardId))
  useDocumentTitle(dashboard === undefined ? messages.title : `${messages.title}: ${dashboard.name}`)

  if (error instanceof ApiError && NO_SUCH_DASHBOARD.includes(error.status)) return <NotFoundNotice />
  return (
    <div key={dashboardId} className={styles.page}>
      <header className={styles.header}>
        <p>
          <Link to="/dashboards/$dashboardId" params={{ dashboardId }}>
            {dashboard?.name ?? messages.back}
          </Link>
        </p>
        <h1>{messages.title}</h1>
        <p className={styles.lead}>{messages.lead}</p>
      </header>
      <WidgetsPanel dashboardId={dashboardId} />
      {dashboard !== undefined && MAY_CHANGE.includes(dashboard.role) && (
        <WidgetPicker dashboardId={dashboardId} />
      )}
    </div>
  )
}

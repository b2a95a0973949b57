import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'

import styles from '@/app/routes/dashboard-page.module.css'
import { NotFoundNotice } from '@/app/routes/not-found-notice'
import { useQuestion } from '@/app/use-question'
import { dashboardQuery } from '@/features/dashboard/api/get-dashboard'
import { DashboardHeader } from '@/features/dashboard/components/dashboard-header'
import { EndpointsPanel } from '@/features/statistic/components/endpoints-panel'
import { FilterBar } from '@/features/statistic/components/filter-bar'
import { Totals } from '@/features/statistic/components/totals'
import { TrafficPanel } from '@/features/statistic/components/traffic-panel'
import { type View, withFilter } from '@/features/statistic/view'
import { ApiError } from '@/lib/api/api-error'

// An id that is nobody's or not mine, and one that is no id at all.
const NO_SUCH_DASHBOARD = [404, 422]

const route = getRouteApi('/signed-in/dashboards/$dashboardId')

export function DashboardPage() {
  const { dashboardId } = route.useParams()
  const view = route.useSearch()
  const navigate = route.useNavigate()
  const question = useQuestion(dashboardId, view)
  const { error } = useQuery(dashboardQuery(dashboardId))

  function show(changed: View): void {
    void navigate({ search: changed, resetScroll: false })
  }

  if (error instanceof ApiError && NO_SUCH_DASHBOARD.includes(error.status)) return <NotFoundNotice />
  return (
    // Another dashboard starts anew: nothing of this one may show meanwhile.
    <div key={dashboardId} className={styles.page}>
      <DashboardHeader dashboardId={dashboardId} />
      <FilterBar question={question} onChange={show} />
      <Totals question={question} />
      <TrafficPanel question={question} onChange={show} />
      <EndpointsPanel
        question={question}
        selected={view.endpoint}
        onSelect={(endpoint) => {
          show(withFilter(view, 'endpoint', endpoint))
        }}
      />
    </div>
  )
}

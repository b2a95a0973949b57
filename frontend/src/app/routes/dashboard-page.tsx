import { getRouteApi } from '@tanstack/react-router'

import { DashboardLayout } from '@/app/routes/dashboard-layout'
import { useQuestion } from '@/app/use-question'
import { EndpointsPanel } from '@/features/statistic/components/endpoints-panel'
import { FilterBar } from '@/features/statistic/components/filter-bar'
import { Totals } from '@/features/statistic/components/totals'
import { TrafficPanel } from '@/features/statistic/components/traffic-panel'
import { type View, withFilter } from '@/features/statistic/view'

const route = getRouteApi('/signed-in/dashboards/$dashboardId')

export function DashboardPage() {
  const { dashboardId } = route.useParams()
  const view = route.useSearch()
  const navigate = route.useNavigate()
  const question = useQuestion(dashboardId, view)

  function show(changed: View): void {
    void navigate({ search: changed, resetScroll: false })
  }

  return (
    <DashboardLayout dashboardId={dashboardId}>
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
    </DashboardLayout>
  )
}

import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'

import { messages } from '@/app/messages'
import styles from '@/app/routes/dashboard-page.module.css'
import { NotFoundNotice } from '@/app/routes/not-found-notice'
import { dashboardQuery } from '@/features/dashboard/api/get-dashboard'
import { DashboardHeader } from '@/features/dashboard/components/dashboard-header'
import { EndpointChip } from '@/features/statistic/components/endpoint-chip'
import { EndpointsPanel } from '@/features/statistic/components/endpoints-panel'
import { RangePicker } from '@/features/statistic/components/range-picker'
import { Totals } from '@/features/statistic/components/totals'
import { TrafficPanel } from '@/features/statistic/components/traffic-panel'
import { DEFAULT_RANGE } from '@/features/statistic/range'
import { ApiError } from '@/lib/api/api-error'

// An id that is nobody's or not mine, and one that is no id at all.
const NO_SUCH_DASHBOARD = [404, 422]

const route = getRouteApi('/signed-in/dashboards/$dashboardId')

export function DashboardPage() {
  const { dashboardId } = route.useParams()
  const { range = DEFAULT_RANGE, endpoint } = route.useSearch()
  const navigate = route.useNavigate()
  const question = { dashboardId, range, endpoint }
  const { error } = useQuery(dashboardQuery(dashboardId))

  function selectEndpoint(selected: string | undefined): void {
    void navigate({
      search: { range, ...(selected === undefined ? {} : { endpoint: selected }) },
      resetScroll: false,
    })
  }

  if (error instanceof ApiError && NO_SUCH_DASHBOARD.includes(error.status)) return <NotFoundNotice />
  return (
    // Another dashboard starts anew: nothing of this one may show meanwhile.
    <div key={dashboardId} className={styles.page}>
      <DashboardHeader dashboardId={dashboardId} />
      <div className={styles.choices}>
        <RangePicker
          value={range}
          onChange={(chosen) => {
            void navigate({ search: (search) => ({ ...search, range: chosen }), resetScroll: false })
          }}
        />
        {endpoint !== undefined && (
          <EndpointChip
            endpoint={endpoint}
            onClear={() => {
              selectEndpoint(undefined)
            }}
          />
        )}
      </div>
      <Totals {...question} />
      <TrafficPanel {...question} />
      <EndpointsPanel dashboardId={dashboardId} range={range} selected={endpoint} onSelect={selectEndpoint} />
      <p>
        <Link to="/dashboards/$dashboardId/widgets" params={{ dashboardId }}>
          {messages.widgets}
        </Link>
      </p>
    </div>
  )
}

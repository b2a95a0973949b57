import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, Navigate } from '@tanstack/react-router'

import { searchOf, viewOf } from '@/app/endpoint-search'
import { EndpointTraces } from '@/app/endpoint-traces'
import { messages } from '@/app/messages'
import styles from '@/app/routes/endpoint-page.module.css'
import { NotFoundNotice } from '@/app/routes/not-found-notice'
import { useQuestion } from '@/app/use-question'
import { WhenSeen } from '@/components/when-seen'
import { dashboardQuery } from '@/features/dashboard/api/get-dashboard'
import { mayChange } from '@/features/dashboard/may-change'
import { endpointQuery } from '@/features/endpoint/api/get-endpoint'
import { EndpointHeader } from '@/features/endpoint/components/endpoint-header'
import { askAhead } from '@/features/statistic/api/ask-ahead'
import { VersionBoxplotsPanel } from '@/features/statistic/components/boxplots-panels'
import { BreakdownPanel } from '@/features/statistic/components/breakdown-panel'
import { FilterBar } from '@/features/statistic/components/filter-bar'
import { HeatmapPanel } from '@/features/statistic/components/heatmap-panel'
import { MatrixPanel } from '@/features/statistic/components/matrix-panel'
import { StatusesPanel } from '@/features/statistic/components/statuses-panel'
import { Totals } from '@/features/statistic/components/totals'
import { TrafficPanel } from '@/features/statistic/components/traffic-panel'
import type { View } from '@/features/statistic/view'
import { isNoSuch } from '@/lib/api/api-error'

// Of panels that wait until they are scrolled to, roughly.
const PANEL_HEIGHT = 320

const route = getRouteApi('/signed-in/dashboards/$dashboardId/endpoint')

export function EndpointPage() {
  const { dashboardId } = route.useParams()
  const search = route.useSearch()
  const { name, ...view } = search
  const navigate = route.useNavigate()
  const question = useQuestion(dashboardId, viewOf(search))
  const queryClient = useQueryClient()
  const { data, error } = useQuery(endpointQuery(dashboardId, name))
  const { data: dashboard } = useQuery(dashboardQuery(dashboardId))

  function show(changed: View): void {
    askAhead(queryClient, { ...question, view: changed })
    void navigate({ search: searchOf(changed), resetScroll: false })
  }

  if (isNoSuch(error)) return <NotFoundNotice />
  if (data !== undefined && data.name !== name) {
    // It was renamed or merged; links to its former name stay good.
    return <Navigate to="." search={{ ...view, name: data.name }} replace />
  }
  return (
    // Another endpoint starts anew: nothing of this one may show meanwhile.
    <div key={`${dashboardId} ${name}`} className={styles.page}>
      <EndpointHeader
        dashboardId={dashboardId}
        name={name}
        mayChange={mayChange(dashboard)}
        back={
          <Link to="/dashboards/$dashboardId" params={{ dashboardId }} search={view}>
            {dashboard?.name ?? messages.toDashboard}
          </Link>
        }
      />
      <FilterBar question={question} onChange={show} fixed={['endpoint']} />
      <Totals question={question} />
      <TrafficPanel question={question} onChange={show} />
      <WhenSeen height={PANEL_HEIGHT}>
        <VersionBoxplotsPanel question={question} />
      </WhenSeen>
      <WhenSeen height={PANEL_HEIGHT}>
        <div className={styles.pair}>
          <HeatmapPanel question={question} statistic="total_visits" />
          <HeatmapPanel question={question} statistic="unique_visitors" />
          <HeatmapPanel question={question} statistic="median_execution_time" />
          <HeatmapPanel question={question} statistic="ninety-ninth_percentile_execution_time" />
        </div>
      </WhenSeen>
      <WhenSeen height={PANEL_HEIGHT}>
        <div className={styles.pair}>
          <BreakdownPanel question={question} by="group_by" />
          <BreakdownPanel question={question} by="ip" />
        </div>
      </WhenSeen>
      <WhenSeen height={PANEL_HEIGHT}>
        <MatrixPanel question={question} />
      </WhenSeen>
      <WhenSeen height={PANEL_HEIGHT}>
        <StatusesPanel question={question} onChange={show} />
      </WhenSeen>
      <WhenSeen height={PANEL_HEIGHT}>
        <EndpointTraces question={question} endpoint={name} monitorLevel={data?.monitor_level} />
      </WhenSeen>
    </div>
  )
}

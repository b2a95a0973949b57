import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { memo } from 'react'

import { searchOf } from '@/app/endpoint-search'
import { DashboardLayout } from '@/app/routes/dashboard-layout'
import styles from '@/app/routes/dashboard-page.module.css'
import { useHeldBack } from '@/app/use-held-back'
import { useQuestion } from '@/app/use-question'
import { WhenSeen } from '@/components/when-seen'
import { UptimePanel } from '@/features/dashboard/components/uptime-panel'
import { askAhead } from '@/features/statistic/api/ask-ahead'
import { EndpointBoxplotsPanel } from '@/features/statistic/components/boxplots-panels'
import { EndpointsPanel } from '@/features/statistic/components/endpoints-panel'
import { FilterBar } from '@/features/statistic/components/filter-bar'
import { HeatmapPanel } from '@/features/statistic/components/heatmap-panel'
import { StatusesPanel } from '@/features/statistic/components/statuses-panel'
import { Totals } from '@/features/statistic/components/totals'
import { TrafficPanel } from '@/features/statistic/components/traffic-panel'
import { UtilisationPanel } from '@/features/statistic/components/utilisation-panel'
import { VersionUsePanel } from '@/features/statistic/components/version-use-panel'
import { VersionsPanel } from '@/features/statistic/components/versions-panel'
import type { Question } from '@/features/statistic/question'
import type { View } from '@/features/statistic/view'

// Of panels that wait until they are scrolled to, roughly.
const PANEL_HEIGHT = 320

const route = getRouteApi('/signed-in/dashboards/$dashboardId')

export function DashboardPage() {
  const { dashboardId } = route.useParams()
  const question = useQuestion(dashboardId, route.useSearch())
  const show = useShow(question)
  const heldBack = useHeldBack(question)

  return (
    <DashboardLayout dashboardId={dashboardId}>
      <FilterBar question={question} onChange={show} />
      <Totals question={question} />
      <TrafficPanel question={question} onChange={show} />
      <OtherPanels question={heldBack} />
    </DashboardLayout>
  )
}

function useShow(question: Question): (view: View) => void {
  const queryClient = useQueryClient()
  const navigate = route.useNavigate()
  return (view) => {
    askAhead(queryClient, { ...question, view })
    void navigate({ search: view, resetScroll: false })
  }
}

const OtherPanels = memo(function OtherPanels({ question }: { question: Question }) {
  const { dashboardId, view } = question
  const show = useShow(question)
  return (
    <>
      <EndpointsPanel
        question={question}
        link={(endpoint, children) => (
          <Link
            to="/dashboards/$dashboardId/endpoint"
            params={{ dashboardId }}
            search={searchOf({ ...view, endpoint })}
          >
            {children}
          </Link>
        )}
      />
      <WhenSeen height={PANEL_HEIGHT}>
        <VersionsPanel question={question} onChange={show} />
      </WhenSeen>
      <WhenSeen height={PANEL_HEIGHT}>
        <VersionUsePanel question={question} />
      </WhenSeen>
      <WhenSeen height={PANEL_HEIGHT}>
        <EndpointBoxplotsPanel question={question} />
      </WhenSeen>
      <WhenSeen height={PANEL_HEIGHT}>
        <div className={styles.pair}>
          <HeatmapPanel question={question} statistic="total_visits" />
          <HeatmapPanel question={question} statistic="unique_visitors" />
        </div>
      </WhenSeen>
      <WhenSeen height={PANEL_HEIGHT}>
        <UtilisationPanel question={question} onChange={show} />
      </WhenSeen>
      <WhenSeen height={PANEL_HEIGHT}>
        <StatusesPanel question={question} onChange={show} />
      </WhenSeen>
      <WhenSeen height={PANEL_HEIGHT}>
        <UptimePanel dashboardId={dashboardId} />
      </WhenSeen>
    </>
  )
})

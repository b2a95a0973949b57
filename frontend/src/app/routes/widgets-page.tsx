import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'

import { DashboardLayout } from '@/app/routes/dashboard-layout'
import styles from '@/app/routes/widgets-page.module.css'
import { dashboardQuery } from '@/features/dashboard/api/get-dashboard'
import { WidgetPicker } from '@/features/widget/components/widget-picker'
import { WidgetsPanel } from '@/features/widget/components/widgets-panel'
import { messages } from '@/features/widget/messages'

const MAY_CHANGE = ['owner', 'editor']

const route = getRouteApi('/signed-in/dashboards/$dashboardId/widgets')

export function WidgetsPage() {
  const { dashboardId } = route.useParams()
  const { data: dashboard } = useQuery(dashboardQuery(dashboardId))
  const mayChange = dashboard !== undefined && MAY_CHANGE.includes(dashboard.role)
  return (
    <DashboardLayout dashboardId={dashboardId}>
      <p className={styles.lead}>{messages.lead}</p>
      <WidgetsPanel dashboardId={dashboardId} mayChange={mayChange} />
      {mayChange && <WidgetPicker dashboardId={dashboardId} />}
    </DashboardLayout>
  )
}

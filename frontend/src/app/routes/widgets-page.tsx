import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'

import { DashboardLayout } from '@/app/routes/dashboard-layout'
import styles from '@/app/routes/widgets-page.module.css'
import { dashboardQuery } from '@/features/dashboard/api/get-dashboard'
import { mayChange } from '@/features/dashboard/may-change'
import { WidgetPicker } from '@/features/widget/components/widget-picker'
import { WidgetsPanel } from '@/features/widget/components/widgets-panel'
import { messages } from '@/features/widget/messages'

const route = getRouteApi('/signed-in/dashboards/$dashboardId/widgets')

export function WidgetsPage() {
  const { dashboardId } = route.useParams()
  const { data: dashboard } = useQuery(dashboardQuery(dashboardId))
  const isEditable = mayChange(dashboard)
  return (
    <DashboardLayout dashboardId={dashboardId}>
      <p className={styles.lead}>{messages.lead}</p>
      <WidgetsPanel dashboardId={dashboardId} mayChange={isEditable} />
      {isEditable && <WidgetPicker dashboardId={dashboardId} />}
    </DashboardLayout>
  )
}

import { getRouteApi } from '@tanstack/react-router'

import { DashboardSettingsLayout } from '@/app/routes/dashboard-settings-layout'
import { useDashboardGone } from '@/app/use-dashboard-gone'
import { LeaveSection } from '@/features/share/components/leave-section'
import { SharesSection } from '@/features/share/components/shares-section'

const route = getRouteApi('/signed-in/dashboards/$dashboardId/settings/people')

export function DashboardPeoplePage() {
  const { dashboardId } = route.useParams()
  const onGone = useDashboardGone()
  return (
    <DashboardSettingsLayout dashboardId={dashboardId}>
      {(dashboard) =>
        dashboard.role === 'owner' ? (
          <SharesSection dashboardId={dashboardId} />
        ) : (
          <LeaveSection dashboard={dashboard} onLeft={onGone} />
        )
      }
    </DashboardSettingsLayout>
  )
}

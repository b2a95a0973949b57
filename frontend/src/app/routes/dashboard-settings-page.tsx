import { getRouteApi } from '@tanstack/react-router'

import { DashboardSettingsLayout } from '@/app/routes/dashboard-settings-layout'
import { useDashboardGone } from '@/app/use-dashboard-gone'
import { DeletionSection } from '@/features/dashboard-settings/components/deletion-section'
import { ReadingSection } from '@/features/dashboard-settings/components/reading-section'
import { SourceSection } from '@/features/dashboard-settings/components/source-section'

const route = getRouteApi('/signed-in/dashboards/$dashboardId/settings')

export function DashboardSettingsPage() {
  const { dashboardId } = route.useParams()
  const onGone = useDashboardGone()
  return (
    <DashboardSettingsLayout dashboardId={dashboardId}>
      {(dashboard) => (
        <>
          <ReadingSection dashboard={dashboard} />
          <SourceSection dashboard={dashboard} />
          {dashboard.role === 'owner' && <DeletionSection dashboard={dashboard} onDeleted={onGone} />}
        </>
      )}
    </DashboardSettingsLayout>
  )
}

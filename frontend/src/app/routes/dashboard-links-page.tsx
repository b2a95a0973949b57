import { getRouteApi } from '@tanstack/react-router'

import { messages } from '@/app/messages'
import { DashboardSettingsLayout } from '@/app/routes/dashboard-settings-layout'
import { Notice } from '@/components/notice'
import { CreateLink } from '@/features/link/components/create-link'
import { LinksSection } from '@/features/link/components/links-section'

const route = getRouteApi('/signed-in/dashboards/$dashboardId/settings/links')

export function DashboardLinksPage() {
  const { dashboardId } = route.useParams()
  return (
    <DashboardSettingsLayout dashboardId={dashboardId}>
      {(dashboard) =>
        dashboard.role === 'owner' ? (
          <>
            <LinksSection dashboardId={dashboardId} />
            <CreateLink dashboardId={dashboardId} />
          </>
        ) : (
          <Notice>{messages.linksOwnerOnly}</Notice>
        )
      }
    </DashboardSettingsLayout>
  )
}

import { getRouteApi } from '@tanstack/react-router'

import { Guide } from '@/features/onboarding/components/guide'
import { messages } from '@/features/onboarding/messages'
import { useDocumentTitle } from '@/hooks/use-document-title'

const route = getRouteApi('/signed-in/dashboards/new')

export function AddAppPage() {
  const { app } = route.useSearch()
  const navigate = route.useNavigate()
  useDocumentTitle(messages.title)
  return (
    <Guide
      kind={app}
      onKind={(kind) => {
        void navigate({ search: { app: kind }, replace: true, resetScroll: false })
      }}
      onAdded={({ id }) => {
        void navigate({ to: '/dashboards/$dashboardId/arrival', params: { dashboardId: id } })
      }}
    />
  )
}

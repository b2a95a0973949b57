import { getRouteApi } from '@tanstack/react-router'

import { DashboardList } from '@/features/dashboard/components/dashboard-list'
import { messages } from '@/features/dashboard/messages'
import { overviewView } from '@/features/dashboard/overview-view'
import { useDocumentTitle } from '@/hooks/use-document-title'

const route = getRouteApi('/signed-in/')

export function DashboardsPage() {
  const view = route.useSearch()
  const navigate = route.useNavigate()
  useDocumentTitle(messages.title)
  return (
    <DashboardList
      view={view}
      onChange={(change) => {
        // Going back leads to the page before, not through each letter of a search.
        void navigate({
          search: (shown) => overviewView({ ...shown, ...change }),
          replace: true,
          resetScroll: false,
        })
      }}
    />
  )
}

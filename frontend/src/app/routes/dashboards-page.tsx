import { DashboardList } from '@/features/dashboard/components/dashboard-list'
import { messages } from '@/features/dashboard/messages'
import { DayChart } from '@/features/statistic/components/day-chart'
import { useDocumentTitle } from '@/hooks/use-document-title'

export function DashboardsPage() {
  useDocumentTitle(messages.title)
  return (
    <DashboardList chart={(dashboard) => <DayChart dashboardId={dashboard.id} name={dashboard.name} />} />
  )
}

import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'

import { DashboardLayout } from '@/app/routes/dashboard-layout'
import { useQuestion } from '@/app/use-question'
import { dashboardQuery } from '@/features/dashboard/api/get-dashboard'
import { mayChange } from '@/features/dashboard/may-change'
import { GraphList } from '@/features/graph/components/graph-list'
import { FilterBar } from '@/features/statistic/components/filter-bar'
import { FilterPicker } from '@/features/statistic/components/filter-picker'
import { messages } from '@/features/statistic/messages'
import { askedNow, isComplete } from '@/features/statistic/question'
import { needsKnown } from '@/features/statistic/span'
import { FILTER_NAMES, filtersOf, withComparison, withoutFilters } from '@/features/statistic/view'

const route = getRouteApi('/signed-in/dashboards/$dashboardId/graphs')

export function GraphsPage() {
  const { dashboardId } = route.useParams()
  const view = withComparison(route.useSearch(), undefined)
  const navigate = route.useNavigate()
  const question = useQuestion(dashboardId, view)
  const { data } = useQuery(dashboardQuery(dashboardId))

  return (
    <DashboardLayout dashboardId={dashboardId}>
      <FilterBar
        question={question}
        compares={false}
        onChange={(changed) => {
          void navigate({ search: changed, resetScroll: false })
        }}
      />
      <GraphList
        asked={{
          dashboardId,
          key: [view, needsKnown(view) ? question.known : null],
          isComplete: isComplete(question),
          words: messages.timeWords(view),
          now: () => askedNow(question),
        }}
        mayChange={mayChange(data)}
        filters={(chosen, onChange) =>
          FILTER_NAMES.map((name) => (
            <FilterPicker
              key={name}
              name={name}
              question={{ ...question, view: { ...withoutFilters(view), ...chosen } }}
              onChange={(changed) => {
                onChange(filtersOf(changed))
              }}
            />
          ))
        }
      />
    </DashboardLayout>
  )
}

import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'

import { DashboardLayout } from '@/app/routes/dashboard-layout'
import { timeAndFilters } from '@/app/time-and-filters'
import { testSuitesQuery } from '@/features/test-run/api/get-test-suites'
import { FlakyPanel } from '@/features/test-run/components/flaky-panel'
import { HistoryPanel } from '@/features/test-run/components/history-panel'
import { ResultsPanel } from '@/features/test-run/components/results-panel'
import { RunsPanel } from '@/features/test-run/components/runs-panel'
import { SuitesPanel } from '@/features/test-run/components/suites-panel'
import { UnderTestPanel } from '@/features/test-run/components/under-test-panel'
import { chosenRun, type TestsSearch } from '@/features/test-run/selection'

const route = getRouteApi('/signed-in/dashboards/$dashboardId/tests')

export function TestsPage() {
  const { dashboardId } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { data: suites } = useQuery(testSuitesQuery(dashboardId))
  const { suite, run } = chosenRun(suites ?? [], search)

  function show(changes: TestsSearch): void {
    void navigate({ search: (known) => ({ ...known, ...changes }), resetScroll: false })
  }

  return (
    <DashboardLayout dashboardId={dashboardId}>
      <SuitesPanel
        dashboardId={dashboardId}
        selected={suite}
        onSelect={(chosen) => {
          void navigate({
            search: (known) => ({ ...timeAndFilters(known), suite: chosen }),
            resetScroll: false,
          })
        }}
      />
      {suite !== undefined && (
        <RunsPanel
          dashboardId={dashboardId}
          suiteId={suite}
          selected={run}
          onSelect={(chosen) => {
            show({ suite, run: chosen })
          }}
        />
      )}
      {run !== undefined && (
        <ResultsPanel
          dashboardId={dashboardId}
          runId={run}
          endpoint={search.hit}
          onAllEndpoints={() => {
            show({ hit: undefined })
          }}
          selected={search.test}
          onSelect={(test) => {
            show({ suite, test })
          }}
        />
      )}
      {suite !== undefined && search.test !== undefined && (
        <HistoryPanel dashboardId={dashboardId} suiteId={suite} test={search.test} />
      )}
      {run !== undefined && (
        <UnderTestPanel
          dashboardId={dashboardId}
          runId={run}
          selected={search.hit}
          onSelect={(endpoint) => {
            show({ hit: endpoint === search.hit ? undefined : endpoint })
          }}
        />
      )}
      {suite !== undefined && (
        <FlakyPanel
          dashboardId={dashboardId}
          suiteId={suite}
          selected={search.test}
          onSelect={(test) => {
            show({ suite, test })
          }}
        />
      )}
    </DashboardLayout>
  )
}

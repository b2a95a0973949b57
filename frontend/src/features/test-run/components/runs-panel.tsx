import { useQuery } from '@tanstack/react-query'

import { EmptyNotice } from '@/components/empty-notice'
import { Panel } from '@/components/panel'
import { RelativeTime } from '@/components/relative-time'
import { Choice, TimeCell } from '@/components/table'
import { testRunsQuery } from '@/features/test-run/api/get-test-runs'
import { BadCountCell, RunTable } from '@/features/test-run/components/cells'
import { messages } from '@/features/test-run/messages'
import type { TestRun } from '@/lib/api/models'
import { formatCount, NO_VALUE } from '@/lib/format/number'

const HEIGHT = 200
const { columns } = messages
const COLUMNS = [
  columns.version,
  columns.build,
  columns.started,
  columns.tests,
  columns.failed,
  columns.skipped,
  columns.flaky,
  columns.duration,
]

interface RunsPanelProps {
  dashboardId: string
  suiteId: string
  selected: string | undefined
  onSelect: (runId: string) => void
}

export function RunsPanel({ dashboardId, suiteId, selected, onSelect }: RunsPanelProps) {
  const query = useQuery(testRunsQuery(dashboardId, suiteId))
  return (
    <Panel
      title={messages.runs}
      query={query}
      height={HEIGHT}
      empty={(runs) =>
        runs.length === 0 ? (
          <EmptyNotice title={messages.noRuns}>{messages.noRunsKey}</EmptyNotice>
        ) : undefined
      }
    >
      {(runs) => (
        <RunTable label={messages.runs} columns={COLUMNS}>
          {runs.map((run) => (
            <RunRow
              key={run.id}
              run={run}
              isSelected={run.id === selected}
              onSelect={() => {
                onSelect(run.id)
              }}
            />
          ))}
        </RunTable>
      )}
    </Panel>
  )
}

interface RunRowProps {
  run: TestRun
  isSelected: boolean
  onSelect: () => void
}

function RunRow({ run, isSelected, onSelect }: RunRowProps) {
  return (
    <tr data-selected={isSelected}>
      <th scope="row">
        <Choice isSelected={isSelected} onSelect={onSelect}>
          {run.version ?? messages.unknownVersion}
        </Choice>
      </th>
      <td>{run.build ?? NO_VALUE}</td>
      <td>
        <RelativeTime moment={run.started_at} />
      </td>
      <td>{formatCount(run.tests)}</td>
      <BadCountCell count={run.failed} />
      <td>{formatCount(run.skipped)}</td>
      <BadCountCell count={run.flaky} />
      <TimeCell milliseconds={run.duration_ms} />
    </tr>
  )
}

import { useQuery } from '@tanstack/react-query'

import { CopyBlock } from '@/components/copy-block'
import { EmptyNotice } from '@/components/empty-notice'
import { Panel } from '@/components/panel'
import { RelativeTime } from '@/components/relative-time'
import { Choice, TimeCell } from '@/components/table'
import { testSuitesQuery } from '@/features/test-run/api/get-test-suites'
import { BadCountCell, RunTable } from '@/features/test-run/components/cells'
import styles from '@/features/test-run/components/tables.module.css'
import { messages } from '@/features/test-run/messages'
import type { TestSuite } from '@/lib/api/models'
import { formatCount, NO_VALUE } from '@/lib/format/number'

const HEIGHT = 120
const { columns } = messages
const COLUMNS = [
  columns.suite,
  columns.version,
  columns.started,
  columns.tests,
  columns.failed,
  columns.flaky,
  columns.duration,
  columns.runs,
]

interface SuitesPanelProps {
  dashboardId: string
  selected: string | undefined
  onSelect: (suiteId: string) => void
}

export function SuitesPanel({ dashboardId, selected, onSelect }: SuitesPanelProps) {
  const query = useQuery(testSuitesQuery(dashboardId))
  return (
    <Panel
      title={messages.suites}
      query={query}
      height={HEIGHT}
      empty={(suites) => (suites.length === 0 ? <HowTo dashboardId={dashboardId} /> : undefined)}
    >
      {(suites) => (
        <RunTable label={messages.suites} columns={COLUMNS}>
          {suites.map((suite) => (
            <SuiteRow
              key={suite.id}
              suite={suite}
              isSelected={suite.id === selected}
              onSelect={() => {
                onSelect(suite.id)
              }}
            />
          ))}
        </RunTable>
      )}
    </Panel>
  )
}

interface SuiteRowProps {
  suite: TestSuite
  isSelected: boolean
  onSelect: () => void
}

function SuiteRow({ suite, isSelected, onSelect }: SuiteRowProps) {
  const last = suite.last_run
  return (
    <tr data-selected={isSelected}>
      <th scope="row">
        <Choice isSelected={isSelected} onSelect={onSelect}>
          {suite.name}
        </Choice>
      </th>
      <td>{last?.version ?? NO_VALUE}</td>
      <td>{last === null ? NO_VALUE : <RelativeTime moment={last.started_at} />}</td>
      <td>{formatCount(last?.tests ?? 0)}</td>
      <BadCountCell count={last?.failed ?? 0} />
      <BadCountCell count={last?.flaky ?? 0} />
      <TimeCell milliseconds={last?.duration_ms ?? null} />
      <td>{formatCount(suite.runs)}</td>
    </tr>
  )
}

function HowTo({ dashboardId }: { dashboardId: string }) {
  return (
    <EmptyNotice title={messages.noRuns}>
      <p>{messages.noRunsHint}</p>
      <div className={styles.commands}>
        <CopyBlock label={messages.commandsLabel} text={messages.commands(location.origin, dashboardId)} />
      </div>
      <p>{messages.noRunsKey}</p>
    </EmptyNotice>
  )
}

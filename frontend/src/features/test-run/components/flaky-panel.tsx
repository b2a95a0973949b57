import { useQuery } from '@tanstack/react-query'

import { Breakable } from '@/components/breakable'
import { EmptyNotice } from '@/components/empty-notice'
import { Panel } from '@/components/panel'
import { Choice } from '@/components/table'
import { flakyTestsQuery } from '@/features/test-run/api/get-flaky-tests'
import { RunTable } from '@/features/test-run/components/cells'
import { messages } from '@/features/test-run/messages'
import { formatCount } from '@/lib/format/number'

const HEIGHT = 160
const { columns } = messages
const COLUMNS = [columns.test, columns.failures, columns.versions]

interface FlakyPanelProps {
  dashboardId: string
  suiteId: string
  selected: string | undefined
  onSelect: (test: string) => void
}

export function FlakyPanel({ dashboardId, suiteId, selected, onSelect }: FlakyPanelProps) {
  const query = useQuery(flakyTestsQuery(dashboardId, suiteId))
  return (
    <Panel
      title={messages.flaky}
      query={query}
      height={HEIGHT}
      empty={({ items, runs }) =>
        items.length === 0 ? (
          <EmptyNotice title={messages.noFlaky}>{messages.noFlakyHint(runs)}</EmptyNotice>
        ) : undefined
      }
    >
      {({ items }) => (
        <RunTable label={messages.flaky} columns={COLUMNS}>
          {items.map((test) => (
            <tr key={test.name} data-selected={test.name === selected}>
              <th scope="row">
                <Choice
                  isSelected={test.name === selected}
                  onSelect={() => {
                    onSelect(test.name)
                  }}
                >
                  <Breakable name={test.name} />
                </Choice>
              </th>
              <td>{messages.times(test.failed, test.passed + test.failed)}</td>
              <td>{formatCount(test.versions)}</td>
            </tr>
          ))}
        </RunTable>
      )}
    </Panel>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { Breakable } from '@/components/breakable'
import { Button } from '@/components/button'
import { EmptyNotice } from '@/components/empty-notice'
import { Panel } from '@/components/panel'
import { SegmentedControl } from '@/components/segmented-control'
import { Choice, TimeCell } from '@/components/table'
import {
  type Outcome,
  OUTCOMES,
  RESULTS_SHOWN,
  testResultsQuery,
} from '@/features/test-run/api/get-test-results'
import { RunTable } from '@/features/test-run/components/cells'
import styles from '@/features/test-run/components/tables.module.css'
import { messages } from '@/features/test-run/messages'
import type { TestResult } from '@/lib/api/models'
import { formatCount } from '@/lib/format/number'

const HEIGHT = 400
const { columns } = messages
const COLUMNS = [columns.test, columns.median, columns.slowest, columns.passed, columns.hits]

interface ResultsPanelProps {
  dashboardId: string
  runId: string
  /** Only tests that hit this endpoint. */
  endpoint: string | undefined
  onAllEndpoints: () => void
  selected: string | undefined
  onSelect: (test: string) => void
}

export function ResultsPanel({
  dashboardId,
  runId,
  endpoint,
  onAllEndpoints,
  selected,
  onSelect,
}: ResultsPanelProps) {
  const [outcome, setOutcome] = useState<Outcome>('all')
  const query = useQuery(testResultsQuery({ dashboardId, runId, outcome, endpoint }))
  return (
    <Panel
      title={messages.results}
      query={query}
      height={HEIGHT}
      tools={
        <>
          {endpoint !== undefined && (
            <span className={styles.chip}>
              {messages.hitBy} <strong>{endpoint}</strong>
              <Button variant="quiet" onClick={onAllEndpoints}>
                {messages.showAllTests}
              </Button>
            </span>
          )}
          <SegmentedControl
            legend={messages.outcome}
            name="outcome"
            options={OUTCOMES.map((value) => ({ value, label: messages.outcomes[value] }))}
            value={outcome}
            onChange={setOutcome}
          />
        </>
      }
      empty={({ items }) =>
        items.length === 0 ? (
          <EmptyNotice title={messages.noResults}>{messages.noResultsHint}</EmptyNotice>
        ) : undefined
      }
    >
      {({ items, next_cursor: more }) => (
        <>
          <RunTable label={messages.results} columns={COLUMNS} endsInWords>
            {items.map((result) => (
              <ResultRow
                key={result.name}
                result={result}
                isSelected={result.name === selected}
                onSelect={() => {
                  onSelect(result.name)
                }}
              />
            ))}
          </RunTable>
          {more !== null && <p className={styles.note}>{messages.moreResults(RESULTS_SHOWN)}</p>}
        </>
      )}
    </Panel>
  )
}

interface ResultRowProps {
  result: TestResult
  isSelected: boolean
  onSelect: () => void
}

function ResultRow({ result, isSelected, onSelect }: ResultRowProps) {
  const ran = result.passed + result.failed
  const passed = messages.times(result.passed, ran)
  return (
    <tr data-selected={isSelected}>
      <th scope="row">
        <Choice isSelected={isSelected} onSelect={onSelect}>
          <Breakable name={result.name} />
        </Choice>
      </th>
      <TimeCell milliseconds={result.median_ms} />
      <TimeCell milliseconds={result.slowest_ms} />
      <td>
        {ran === 0 && messages.outcomes.skipped}
        {ran > 0 && (result.failed === 0 ? passed : <span className={styles.alarm}>{passed}</span>)}
      </td>
      <td className={styles.hits}>
        {result.hits.map(({ endpoint, calls }) => `${endpoint} ×${formatCount(calls)}`).join(', ')}
      </td>
    </tr>
  )
}

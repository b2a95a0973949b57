import { useQuery } from '@tanstack/react-query'

import { EmptyNotice } from '@/components/empty-notice'
import { Panel } from '@/components/panel'
import { Choice, TimeCell } from '@/components/table'
import { endpointsUnderTestQuery, PRODUCTION_DAYS } from '@/features/test-run/api/get-endpoints-under-test'
import { RunTable } from '@/features/test-run/components/cells'
import styles from '@/features/test-run/components/tables.module.css'
import { messages } from '@/features/test-run/messages'
import type { EndpointUnderTest } from '@/lib/api/models'
import { formatCount } from '@/lib/format/number'

const HEIGHT = 300
const { columns } = messages
const COLUMNS = [
  columns.endpoint,
  columns.tests,
  columns.calls,
  columns.medianUnderTest,
  columns.medianInProduction,
  columns.p90UnderTest,
  columns.p90InProduction,
]

interface UnderTestPanelProps {
  dashboardId: string
  runId: string
  selected: string | undefined
  onSelect: (endpoint: string) => void
}

export function UnderTestPanel({ dashboardId, runId, selected, onSelect }: UnderTestPanelProps) {
  const query = useQuery(endpointsUnderTestQuery(dashboardId, runId))
  return (
    <Panel
      title={messages.underTest}
      query={query}
      height={HEIGHT}
      empty={({ items }) =>
        items.length === 0 ? (
          <EmptyNotice title={messages.noEndpoints}>{messages.noEndpointsHint}</EmptyNotice>
        ) : undefined
      }
    >
      {({ items, not_hit: notHit }) => (
        <>
          <RunTable label={messages.underTest} columns={COLUMNS}>
            {items.map((endpoint) => (
              <UnderTestRow
                key={endpoint.endpoint}
                endpoint={endpoint}
                isSelected={endpoint.endpoint === selected}
                onSelect={() => {
                  onSelect(endpoint.endpoint)
                }}
              />
            ))}
          </RunTable>
          <p className={styles.note}>{messages.production(PRODUCTION_DAYS)}</p>
          {notHit.length > 0 && (
            <p className={styles.note}>
              {messages.notHit(notHit.length)} {notHit.join(', ')}
            </p>
          )}
        </>
      )}
    </Panel>
  )
}

interface UnderTestRowProps {
  endpoint: EndpointUnderTest
  isSelected: boolean
  onSelect: () => void
}

function UnderTestRow({ endpoint, isSelected, onSelect }: UnderTestRowProps) {
  const { production } = endpoint
  return (
    <tr data-selected={isSelected}>
      <th scope="row">
        <Choice isSelected={isSelected} onSelect={onSelect}>
          {endpoint.endpoint}
        </Choice>
      </th>
      <td>{formatCount(endpoint.tests)}</td>
      <td>{formatCount(endpoint.calls)}</td>
      <TimeCell milliseconds={endpoint.median_ms} />
      <TimeCell milliseconds={production?.median_ms ?? null} />
      <TimeCell milliseconds={endpoint.ninetieth_percentile_ms} />
      <TimeCell milliseconds={production?.ninetieth_percentile_ms ?? null} />
    </tr>
  )
}

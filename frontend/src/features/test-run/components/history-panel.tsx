import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'

import { Breakable } from '@/components/breakable'
import { chartHeight } from '@/components/chart/layout'
import { TimeChart } from '@/components/chart/time-chart'
import { EmptyNotice } from '@/components/empty-notice'
import { Panel } from '@/components/panel'
import { testHistoryQuery } from '@/features/test-run/api/get-test-history'
import styles from '@/features/test-run/components/tables.module.css'
import { historyModel } from '@/features/test-run/history-model'
import { messages } from '@/features/test-run/messages'
import type { TestHistory } from '@/lib/api/models'

const ROW_HEIGHT = 170

interface HistoryPanelProps {
  dashboardId: string
  suiteId: string
  test: string
}

export function HistoryPanel({ dashboardId, suiteId, test }: HistoryPanelProps) {
  const query = useQuery(testHistoryQuery(dashboardId, suiteId, test))
  return (
    <Panel
      title={messages.history}
      query={query}
      height={chartHeight([{ height: ROW_HEIGHT }])}
      empty={({ items }) =>
        items.length === 0 ? (
          <EmptyNotice title={messages.noHistory}>{messages.noHistoryHint}</EmptyNotice>
        ) : undefined
      }
    >
      {(history) => (
        <>
          <p className={styles.note}>
            <Breakable name={history.name} />
          </p>
          <HistoryChart history={history} />
        </>
      )}
    </Panel>
  )
}

function HistoryChart({ history }: { history: TestHistory }) {
  const model = useMemo(() => historyModel(history, ROW_HEIGHT), [history])
  return <TimeChart label={messages.historyOf(history.name)} model={model} withTable />
}

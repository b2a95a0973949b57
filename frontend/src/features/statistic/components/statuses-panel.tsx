import { useQuery } from '@tanstack/react-query'

import { ChartLegend } from '@/components/chart/chart-legend'
import { chartHeight } from '@/components/chart/layout'
import { TimeChart } from '@/components/chart/time-chart'
import { EmptyNotice } from '@/components/empty-notice'
import { Panel } from '@/components/panel'
import { statusesQuery } from '@/features/statistic/api/get-statuses'
import { StatusTable } from '@/features/statistic/components/status-table'
import styles from '@/features/statistic/components/statuses-panel.module.css'
import { messages } from '@/features/statistic/messages'
import type { Question } from '@/features/statistic/question'
import { hasStatuses, statusModel } from '@/features/statistic/stack-model'
import { type View, withTime } from '@/features/statistic/view'

const ROW_HEIGHT = 160

interface StatusesPanelProps {
  question: Question
  onChange: (view: View) => void
}

/** How calls were answered: classes of status over time, and each code. */
export function StatusesPanel({ question, onChange }: StatusesPanelProps) {
  const query = useQuery(statusesQuery(question))
  return (
    <Panel
      title={messages.statuses}
      query={query}
      height={chartHeight([{ height: ROW_HEIGHT }])}
      empty={({ answer }) =>
        hasStatuses(answer) ? undefined : (
          <EmptyNotice title={messages.noStatuses}>{messages.noStatusesHint}</EmptyNotice>
        )
      }
    >
      {({ view, answer }) => {
        const model = statusModel(answer, ROW_HEIGHT, query.dataUpdatedAt)
        return (
          <div className={styles.split}>
            <div>
              <ChartLegend entries={model.rows.flatMap((row) => (row.kind === 'stack' ? row.lines : []))} />
              <TimeChart
                label={`${messages.statuses}, ${messages.timeWords(view)}`}
                model={model}
                withTable
                onBrush={(startMs, endMs) => {
                  onChange(withTime(question.view, startMs, endMs))
                }}
              />
            </div>
            <StatusTable view={view} codes={answer.codes} />
          </div>
        )
      }}
    </Panel>
  )
}

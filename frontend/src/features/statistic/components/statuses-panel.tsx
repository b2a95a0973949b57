import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'

import { ChartLegend } from '@/components/chart/chart-legend'
import { chartHeight } from '@/components/chart/layout'
import { TimeChart } from '@/components/chart/time-chart'
import { EmptyNotice } from '@/components/empty-notice'
import { Panel } from '@/components/panel'
import { type Statuses, statusesQuery } from '@/features/statistic/api/get-statuses'
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
      {({ view, answer, answeredAtMs }) => (
        <div className={styles.split}>
          <StatusChart
            label={messages.chartLabel(messages.statuses, view)}
            statuses={answer}
            answeredAtMs={answeredAtMs}
            onBrush={(startMs, endMs) => {
              onChange(withTime(question.view, startMs, endMs))
            }}
          />
          <StatusTable view={view} codes={answer.codes} />
        </div>
      )}
    </Panel>
  )
}

interface StatusChartProps {
  label: string
  statuses: Statuses
  answeredAtMs: number
  onBrush: (startMs: number, endMs: number) => void
}

function StatusChart({ label, statuses, answeredAtMs, onBrush }: StatusChartProps) {
  const model = useMemo(() => statusModel(statuses, ROW_HEIGHT, answeredAtMs), [statuses, answeredAtMs])
  return (
    <div>
      <ChartLegend entries={model.rows.flatMap((row) => (row.kind === 'stack' ? row.lines : []))} />
      <TimeChart label={label} model={model} withTable onBrush={onBrush} />
    </div>
  )
}

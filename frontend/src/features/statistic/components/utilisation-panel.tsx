import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'

import { ChartLegend } from '@/components/chart/chart-legend'
import { chartHeight } from '@/components/chart/layout'
import { TimeChart } from '@/components/chart/time-chart'
import { EmptyNotice } from '@/components/empty-notice'
import { Panel } from '@/components/panel'
import { type Utilisation, utilisationQuery } from '@/features/statistic/api/get-utilisation'
import { messages } from '@/features/statistic/messages'
import type { Question } from '@/features/statistic/question'
import { utilisationModel } from '@/features/statistic/stack-model'
import { type View, withTime } from '@/features/statistic/view'

const ROW_HEIGHT = 220

interface UtilisationPanelProps {
  question: Question
  onChange: (view: View) => void
}

/** How the calls were spread over the endpoints, day by day. */
export function UtilisationPanel({ question, onChange }: UtilisationPanelProps) {
  const query = useQuery(utilisationQuery(question))
  return (
    <Panel
      title={messages.utilisation}
      query={query}
      height={chartHeight([{ height: ROW_HEIGHT }])}
      empty={({ view, answer }) =>
        answer.breakdown.rows.length === 0 ? (
          <EmptyNotice title={messages.noCallsInView(view)}>{messages.noCallsHint}</EmptyNotice>
        ) : undefined
      }
    >
      {({ view, answer, answeredAtMs }) => (
        <UtilisationChart
          label={messages.chartLabel(messages.utilisation, view)}
          utilisation={answer}
          answeredAtMs={answeredAtMs}
          onBrush={(startMs, endMs) => {
            onChange(withTime(question.view, startMs, endMs))
          }}
        />
      )}
    </Panel>
  )
}

interface UtilisationChartProps {
  label: string
  utilisation: Utilisation
  answeredAtMs: number
  onBrush: (startMs: number, endMs: number) => void
}

function UtilisationChart({ label, utilisation, answeredAtMs, onBrush }: UtilisationChartProps) {
  const model = useMemo(
    () => utilisationModel(utilisation, ROW_HEIGHT, answeredAtMs),
    [utilisation, answeredAtMs],
  )
  return (
    <>
      <ChartLegend entries={model.rows.flatMap((row) => (row.kind === 'stack' ? row.lines : []))} />
      <TimeChart label={label} model={model} withTable onBrush={onBrush} />
    </>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'

import { chartHeight } from '@/components/chart/layout'
import { loadTimeChart, TimeChart } from '@/components/chart/time-chart'
import { EmptyNotice } from '@/components/empty-notice'
import { Panel } from '@/components/panel'
import { SegmentedControl } from '@/components/segmented-control'
import { type Series, seriesQuery } from '@/features/statistic/api/get-series'
import { Legend } from '@/features/statistic/components/legend'
import { messages } from '@/features/statistic/messages'
import type { Question } from '@/features/statistic/question'
import { isEmpty, seriesModel } from '@/features/statistic/series-model'
import { filtersOf, type View, withTime } from '@/features/statistic/view'
import { endpointMark } from '@/lib/theme/endpoint-mark'

const ROW_HEIGHT = 170
const SCALES = ['linear', 'log'] as const

type Scale = (typeof SCALES)[number]

interface TrafficPanelProps {
  question: Question
  /** A part of the time was chosen on the chart. */
  onChange: (view: View) => void
}

/** Visits, visitors and execution times over time, and behind them what they are compared with. */
export function TrafficPanel({ question, onChange }: TrafficPanelProps) {
  const { view } = question
  const query = useQuery(seriesQuery(question))
  const [scale, setScale] = useState<Scale>('linear')
  useEffect(() => {
    // One that fails is tried again where the chart is drawn.
    loadTimeChart().catch(() => undefined)
  }, [])
  const color = view.endpoint === undefined ? 'var(--accent)' : endpointMark(view.endpoint).color
  return (
    <Panel
      title={messages.traffic}
      query={query}
      height={chartHeight([{ height: ROW_HEIGHT }, { height: ROW_HEIGHT / 2 }, { height: ROW_HEIGHT }])}
      tools={
        <>
          <Legend color={color} compare={view.compare} />
          <SegmentedControl
            legend={messages.scale}
            name="scale"
            options={SCALES.map((value) => ({ value, label: messages.scales[value] }))}
            value={scale}
            onChange={setScale}
          />
        </>
      }
      empty={(series) =>
        isEmpty(series) ? (
          <EmptyNotice title={messages.noCallsInView(series.view)}>
            {Object.keys(filtersOf(series.view)).length > 0
              ? messages.noCallsFilteredHint
              : messages.noCallsHint}
          </EmptyNotice>
        ) : undefined
      }
    >
      {(series) => (
        <TrafficChart
          series={series}
          color={color}
          scale={scale}
          onBrush={(startMs, endMs) => {
            onChange(withTime(view, startMs, endMs))
          }}
        />
      )}
    </Panel>
  )
}

interface TrafficChartProps {
  series: Series
  color: string
  scale: Scale
  onBrush: (startMs: number, endMs: number) => void
}

function TrafficChart({ series, color, scale, onBrush }: TrafficChartProps) {
  // Drawn anew only where it shows something else: that takes longer than all else of a new view.
  const model = useMemo(
    () => seriesModel(series, { color, scale, rowHeight: ROW_HEIGHT, detailed: true }),
    [series, color, scale],
  )
  return (
    <>
      {series.compared.problem !== null && <p>{messages.notCompared(series.compared.problem)}</p>}
      <TimeChart
        label={messages.chartLabel(messages.traffic, series.view)}
        model={model}
        withTable
        onBrush={onBrush}
      />
    </>
  )
}

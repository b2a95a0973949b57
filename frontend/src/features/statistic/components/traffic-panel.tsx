import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { chartHeight } from '@/components/chart/layout'
import { TimeChart } from '@/components/chart/time-chart'
import { EmptyNotice } from '@/components/empty-notice'
import { Panel } from '@/components/panel'
import { SegmentedControl } from '@/components/segmented-control'
import { seriesQuery } from '@/features/statistic/api/get-series'
import type { StatisticsQuestion } from '@/features/statistic/api/get-statistics'
import { Legend } from '@/features/statistic/components/legend'
import { messages } from '@/features/statistic/messages'
import { isEmpty, seriesModel } from '@/features/statistic/series-model'
import { endpointMark } from '@/lib/theme/endpoint-mark'

const ROW_HEIGHT = 170
const SCALES = ['linear', 'log'] as const

type Scale = (typeof SCALES)[number]

export function TrafficPanel(question: StatisticsQuestion) {
  const query = useQuery(seriesQuery(question))
  const [scale, setScale] = useState<Scale>('linear')
  const color = question.endpoint === undefined ? 'var(--accent)' : endpointMark(question.endpoint).color
  return (
    <Panel
      title={messages.traffic}
      query={query}
      height={chartHeight([{ height: ROW_HEIGHT }, { height: ROW_HEIGHT }])}
      tools={
        <>
          <Legend color={color} />
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
          <EmptyNotice title={messages.noCallsInRange(series.range)}>{messages.noCallsHint}</EmptyNotice>
        ) : undefined
      }
    >
      {(series) => (
        <TimeChart
          label={`${messages.traffic}, ${messages.ranges[series.range].words}`}
          model={seriesModel(
            series,
            { color, scale, rowHeight: ROW_HEIGHT, withSpread: true },
            query.dataUpdatedAt,
          )}
          withTable
        />
      )}
    </Panel>
  )
}

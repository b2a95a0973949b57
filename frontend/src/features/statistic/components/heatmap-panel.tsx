import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'

import { GridChart } from '@/components/chart/grid-chart'
import { EmptyNotice } from '@/components/empty-notice'
import { Panel } from '@/components/panel'
import { HEATMAP_DAYS_MAX, heatmapQuery } from '@/features/statistic/api/get-heatmap'
import styles from '@/features/statistic/components/chart-panel.module.css'
import { heatmapModel, type HeatmapStatistic, isQuiet } from '@/features/statistic/heatmap-model'
import { messages } from '@/features/statistic/messages'
import type { Question } from '@/features/statistic/question'
import { spreadMessages } from '@/features/statistic/spread-messages'
import type { Heatmap } from '@/lib/api/models'

const HEIGHT = 320

interface HeatmapPanelProps {
  question: Question
  statistic: HeatmapStatistic
}

/** One statistic of every hour of every day. */
export function HeatmapPanel({ question, statistic }: HeatmapPanelProps) {
  const query = useQuery(heatmapQuery(question, statistic))
  const { title } = spreadMessages.heatmaps[statistic]
  return (
    <Panel
      title={title}
      query={query}
      height={HEIGHT}
      empty={({ view, answer }) =>
        isQuiet(answer.heatmap) ? (
          <EmptyNotice title={messages.noCallsInView(view)}>{messages.noCallsHint}</EmptyNotice>
        ) : undefined
      }
    >
      {({ view, answer: { heatmap, isCut } }) => (
        <>
          {isCut && <p className={styles.note}>{spreadMessages.lastDays(HEATMAP_DAYS_MAX)}</p>}
          <HeatmapChart label={messages.chartLabel(title, view)} heatmap={heatmap} statistic={statistic} />
        </>
      )}
    </Panel>
  )
}

interface HeatmapChartProps {
  label: string
  heatmap: Heatmap
  statistic: HeatmapStatistic
}

function HeatmapChart({ label, heatmap, statistic }: HeatmapChartProps) {
  const model = useMemo(() => heatmapModel(heatmap, statistic), [heatmap, statistic])
  return <GridChart label={label} model={model} />
}

import type { UseQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'

import { ChartLegend } from '@/components/chart/chart-legend'
import { GridChart } from '@/components/chart/grid-chart'
import { chartHeight } from '@/components/chart/layout'
import { TimeChart } from '@/components/chart/time-chart'
import { EmptyNotice } from '@/components/empty-notice'
import { PanelBody } from '@/components/panel'
import type { GraphData } from '@/features/graph/api/get-graph-data'
import { graphModel, ROW_HEIGHT } from '@/features/graph/graph-model'
import { messages } from '@/features/graph/messages'

export const GRAPH_HEIGHT = chartHeight([{ height: ROW_HEIGHT }])

interface GraphChartProps {
  title: string
  query: UseQueryResult<GraphData>
}

export function GraphChart({ title, query }: GraphChartProps) {
  return (
    <PanelBody title={title} query={query} height={GRAPH_HEIGHT}>
      {(data) => <Drawn label={`${title}, ${data.words}`} data={data} />}
    </PanelBody>
  )
}

interface DrawnProps {
  label: string
  data: GraphData
}

function Drawn({ label, data }: DrawnProps) {
  const drawn = useMemo(() => graphModel(data), [data])
  if (drawn === undefined) {
    return <EmptyNotice title={messages.nothing}>{messages.nothingHint}</EmptyNotice>
  }
  if (drawn.kind === 'grid') return <GridChart label={label} model={drawn.model} />
  return (
    <>
      {drawn.legend.length > 1 && <ChartLegend entries={drawn.legend} />}
      <TimeChart label={label} model={drawn.model} withTable />
    </>
  )
}

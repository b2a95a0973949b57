import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import type { SliceUnit } from '@/components/chart/slices'
import type { Asked } from '@/features/graph/asked'
import { drawable, filtersOf } from '@/features/graph/draft'
import { askPanel } from '@/lib/api/ask-panel'
import type { GraphWrite } from '@/lib/api/models'
import { dashboardKey } from '@/lib/api/query-keys'
import type { components } from '@/lib/api/schema'

// As many as colours tell apart; the rest is one.
const TOP = 7
// Time moves the range on also where no call arrives.
const REFETCH_MS = 60_000

type Schemas = components['schemas']

export type GraphAnswer =
  | { kind: 'series'; answer: Schemas['StatisticsRead'] }
  | { kind: 'breakdown'; answer: Schemas['BreakdownRead'] }
  | { kind: 'heatmap'; answer: Schemas['HeatmapRead'] }

/** What a graph shows. While another is asked for, this one still says which it is of. */
export interface GraphData {
  graph: GraphWrite
  words: string
  slice: SliceUnit
  drawn: GraphAnswer
  answeredAtMs: number
}

export function graphDataQuery(given: GraphWrite, asked: Asked) {
  const { title, ...differs } = drawable(given)
  return queryOptions({
    queryKey: [...dashboardKey(asked.dashboardId), 'graph', differs, asked.key],
    queryFn: ({ signal }) => getGraphData({ ...differs, title }, asked, signal),
    enabled: asked.isComplete,
    placeholderData: keepPreviousData,
    refetchInterval: REFETCH_MS,
  })
}

async function getGraphData(graph: GraphWrite, asked: Asked, signal: AbortSignal): Promise<GraphData> {
  const slice = graph.slice ?? asked.now().slice
  const drawn = await getAnswer(graph, slice, asked, signal)
  return { graph, words: asked.words, slice, drawn, answeredAtMs: Date.now() }
}

async function getAnswer(
  graph: GraphWrite,
  slice: SliceUnit,
  asked: Asked,
  signal: AbortSignal,
): Promise<GraphAnswer> {
  const status = graph.status == null ? {} : { status: graph.status }
  const calls = { ...asked.now().fields, ...filtersOf(graph), ...status }
  const { dashboardId } = asked
  const { kind, statistic, split } = graph
  if (kind === 'heatmap') {
    return { kind, answer: await askPanel(dashboardId, { kind, ...calls, statistic }, signal) }
  }
  const sliced = { ...calls, timeslice: slice, statistic: [statistic] }
  if (split == null) {
    return { kind: 'series', answer: await askPanel(dashboardId, { kind: 'series', ...sliced }, signal) }
  }
  const answer = await askPanel(dashboardId, { kind: 'breakdown', ...sliced, by: split, top: TOP }, signal)
  return { kind: 'breakdown', answer }
}

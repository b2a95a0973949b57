import type { Graph, GraphWrite, StatisticName } from '@/lib/api/models'

export type GraphKind = GraphWrite['kind']
export type GraphSplit = NonNullable<GraphWrite['split']>
export type GraphSlice = NonNullable<GraphWrite['slice']>

export const KINDS: readonly GraphKind[] = ['line', 'bar', 'area', 'heatmap']
export const SPLITS: readonly GraphSplit[] = ['endpoint', 'version']
export const SLICES: readonly GraphSlice[] = ['minute', 'hour', 'day', 'week', 'month']

/** Those that are a single number. */
export const STATISTICS = [
  'total_visits',
  'unique_visitors',
  'calls_per_minute',
  'error_rate',
  'apdex',
  'average_execution_time',
  'median_execution_time',
  'ninetieth_percentile_execution_time',
  'ninety-fifth_percentile_execution_time',
  'ninety-ninth_percentile_execution_time',
  'ninety-nine-point-ninth_percentile_execution_time',
  'slowest_measured_execution_time',
  'slowest_quartile_execution_time',
  'fastest_quartile_execution_time',
  'fifth_percentile_execution_time',
  'fastest_measured_execution_time',
  'standard_deviation',
  'total_execution_time',
] as const satisfies readonly StatisticName[]
export type GraphStatistic = (typeof STATISTICS)[number]

const FILTER_NAMES = ['endpoint', 'version', 'group_by', 'ip'] as const
export type GraphFilters = Partial<Record<(typeof FILTER_NAMES)[number], string>>

export const NEW_GRAPH: GraphWrite = { title: '', kind: 'line', statistic: 'median_execution_time' }

export function isGraphStatistic(name: StatisticName): name is GraphStatistic {
  return STATISTICS.some((each) => each === name)
}

/** What of a graph can be changed. */
export function draftOf(graph: Graph): GraphWrite {
  const { id: _, created_at: __, ...draft } = graph
  return draft
}

/** The filters that are given. */
export function filtersOf(graph: GraphWrite): GraphFilters {
  return Object.fromEntries(
    FILTER_NAMES.flatMap((name) => (graph[name] == null ? [] : [[name, graph[name]]])),
  )
}

export function withFilters(graph: GraphWrite, filters: GraphFilters): GraphWrite {
  const none = Object.fromEntries(FILTER_NAMES.map((name) => [name, null]))
  return { ...graph, ...none, ...filters }
}

/** Whether it may be told apart: parts that are drawn on top of each other have to add up. */
export function maySplit({ kind, statistic }: GraphWrite): boolean {
  if (kind === 'line') return true
  return kind !== 'heatmap' && (statistic === 'total_visits' || statistic === 'total_execution_time')
}

/** The same without what its kind and statistic do not allow. */
export function drawable(graph: GraphWrite): GraphWrite {
  return {
    ...graph,
    slice: graph.kind === 'heatmap' ? null : (graph.slice ?? null),
    split: maySplit(graph) ? (graph.split ?? null) : null,
  }
}

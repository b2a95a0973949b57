import type { SliceUnit } from '@/components/chart/slices'
import type { GraphKind, GraphSlice, GraphSplit, GraphStatistic } from '@/features/graph/draft'

const statistics: Record<GraphStatistic, string> = {
  total_visits: 'Visits',
  unique_visitors: 'Unique visitors',
  calls_per_minute: 'Calls a minute',
  error_rate: 'Error rate',
  apdex: 'Apdex',
  average_execution_time: 'Average execution time',
  median_execution_time: 'Median execution time',
  ninetieth_percentile_execution_time: '90th percentile',
  'ninety-fifth_percentile_execution_time': '95th percentile',
  'ninety-ninth_percentile_execution_time': '99th percentile',
  'ninety-nine-point-ninth_percentile_execution_time': '99.9th percentile',
  slowest_measured_execution_time: 'Slowest call',
  slowest_quartile_execution_time: '75th percentile',
  fastest_quartile_execution_time: '25th percentile',
  fifth_percentile_execution_time: '5th percentile',
  fastest_measured_execution_time: 'Fastest call',
  standard_deviation: 'Standard deviation',
  total_execution_time: 'Total execution time',
}

const kinds: Record<GraphKind, string> = { line: 'Lines', bar: 'Bars', area: 'Areas', heatmap: 'Heatmap' }

const splits: Record<GraphSplit | 'none', string> = {
  none: 'All calls together',
  endpoint: 'Each endpoint',
  version: 'Each version',
}

const slices: Record<GraphSlice | 'auto', string> = {
  auto: 'As suits the range',
  minute: 'Minute',
  hour: 'Hour',
  day: 'Day',
  week: 'Week',
  month: 'Month',
}

export const messages = {
  title: 'Graphs',
  add: 'Add a graph',
  emptyTitle: 'No graphs yet',
  emptyHint:
    'Draw what matters to you: one statistic, of the calls you choose, told apart by endpoint or version. Everybody who sees this dashboard sees its graphs.',
  emptyHintViewer: 'Who may change this dashboard can draw graphs here.',
  newTitle: 'New graph',
  editTitle: (title: string) => `Change ${title}`,
  edit: 'Change',
  editOf: (title: string) => `Change ${title}`,
  earlier: (title: string) => `Move ${title} forward`,
  later: (title: string) => `Move ${title} back`,
  moved: (title: string, place: number, of: number) => `${title} is now number ${place} of ${of}.`,
  name: 'Title',
  kind: 'Drawn as',
  statistic: 'Statistic',
  split: 'Told apart',
  splitHint:
    'Parts of bars and areas add up, which only visits and total execution time do. Lines may be split always.',
  slice: 'One value for each',
  status: 'HTTP status',
  statusHint: 'Only calls answered with it, for example 500.',
  filters: 'Only calls of',
  preview: 'Preview',
  save: 'Save graph',
  saving: 'Saving…',
  cancel: 'Cancel',
  remove: 'Delete graph',
  removeSure: 'Really delete it?',
  statistics,
  kinds,
  splits,
  slices,
  allOthers: 'All others',
  per: (name: string, slice: SliceUnit) => `${name} per ${slice}`,
  between: (name: string, least: string, most: string) => `${name}: between ${least} and ${most}.`,
  of: (names: readonly string[]) => `Of ${names.join(', ')}.`,
  nothing: 'No such calls in this time.',
  nothingHint: 'Choose a longer time, or fewer filters.',
}

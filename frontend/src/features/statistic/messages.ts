import type { SliceUnit } from '@/features/statistic/calendar'
import type { Comparison, View } from '@/features/statistic/view'
import {
  chartLabel,
  comparison,
  errorsNote,
  exact,
  exactPercentile,
  filterAll,
  filterNames,
  filterWords,
  rangeLabels,
  timeWords,
} from '@/features/statistic/view-words'
import { formatCount } from '@/lib/format/number'
import { formatMomentOfYear } from '@/lib/format/time'

const thisSlice: Record<SliceUnit, string> = {
  minute: 'this minute',
  hour: 'this hour',
  day: 'today',
  week: 'this week',
  month: 'this month',
}

export const messages = {
  filters: 'What is shown',
  filtersChosen: (count: number) => (count === 0 ? 'Filters' : `Filters (${count})`),
  clearFilters: 'Clear all filters',
  filterNames,
  filterAll,
  namesStatus: ({ isLoading, isError }: { isLoading: boolean; isError: boolean }) => {
    if (isLoading) return 'Loading…'
    return isError ? 'The names could not be loaded. Type one in full.' : undefined
  },
  compare: 'Compare with',
  compareNothing: 'Nothing',
  comparison,

  range: 'Range',
  rangeLabels,
  timeWords,
  chartLabel,
  from: 'From',
  until: 'Until',
  apply: 'Apply',
  untilBeforeFrom: 'Choose two moments, the second after the first.',
  covers: (view: View, from: number, until: number, zone: string) =>
    `${filterWords(view)} in ${timeWords(view)}: from ${formatMomentOfYear(from)} until ${formatMomentOfYear(until)}, ${zone}.`,

  exact,
  exactVisitors: 'Exact up to 1,000 addresses an hour or day, beyond that within about 1%.',
  exactPercentile,
  errors: 'Errors',
  errorsNote,
  apdex: 'Apdex',
  apdexNote:
    'Calls within the threshold of the dashboard, and half of those within four times as much; 1 is best.',
  comparedValue: (compare: Comparison, value: string) => `${comparison(compare)}: ${value}`,
  notCompared: (why: string) => `Not compared: ${why}`,

  totals: 'Totals',
  visits: 'Visits',
  uniqueVisitors: 'Unique visitors',
  median: 'Median',
  medianTime: 'Median execution time',
  p90: '90th percentile',
  p99: '99th percentile',
  calls: (count: number) => `${formatCount(count)} ${count === 1 ? 'call' : 'calls'}`,
  callsUnit: (count: number) => (count === 1 ? 'call' : 'calls'),
  visitorsUnit: (count: number) => (count === 1 ? 'IP address' : 'IP addresses'),
  visitors: (count: number) => `${formatCount(count)} ${count === 1 ? 'IP address' : 'IP addresses'}`,

  traffic: 'Visits and execution time',
  visitsPer: (slice: SliceUnit) => `Visits per ${slice}`,
  visitorsPer: (slice: SliceUnit) => `Unique visitors per ${slice}`,
  timePer: (slice: SliceUnit) => `Execution time per ${slice}`,
  medianPer: (slice: SliceUnit) => `Median time per ${slice}`,
  latest: (value: string, slice: SliceUnit) => `${value} ${thisSlice[slice]}`,
  latestBefore: (value: string, at: string) => `${value}, ${at}`,
  visitsSummary: (slice: SliceUnit, total: string, most: string, at: string) =>
    `Visits per ${slice}: ${total} in all, at most ${most}, ${at}.`,
  visitorsSummary: (slice: SliceUnit, most: string, at: string) =>
    `Unique visitors per ${slice}: at most ${most}, ${at}.`,
  comparedLine: (label: string, compare: Comparison) => `${label}, ${comparison(compare).toLowerCase()}`,
  timeSummary: (slice: SliceUnit, fastest: string, slowest: string) =>
    `Median execution time per ${slice}: between ${fastest} and ${slowest}.`,
  noCalls: 'No calls.',
  noCallsInView: (view: View) => `No calls from ${timeWords(view)} yet.`,
  noCallsHint: 'Calls show here as the app serves them. Choose a longer range to look further back.',
  noCallsFilteredHint: 'Clear a filter or choose a longer range.',
  scale: 'Scale of execution times',
  scales: { linear: 'Linear', log: 'Log' },
  legend: { median: 'median', p90: 'to 90% of calls', p99: 'to 99%' },

  endpoints: 'Endpoints',

  versions: 'Versions',
  noVersionsHint: 'Each version of the app is listed with its first call.',
  noVersion: '(no version)',
  onlyVersion: (version: string) => `Show only calls of version ${version}`,
  versionColumns: (view: View) => {
    const calls = `${filterWords(view)} in ${timeWords(view)}.`
    return [
      { label: 'Version', covers: 'The newest first, by their first calls.' },
      { label: 'Visits', covers: `${calls} ${exact}` },
      { label: 'Share', covers: `Part of all these calls. ${exact}` },
      { label: 'Median', covers: `${calls} ${exactPercentile}` },
      { label: 'Change', covers: 'How much longer its median is than that of the version before.' },
      { label: '90th percentile', covers: `${calls} ${exactPercentile}` },
      { label: '99th percentile', covers: `${calls} ${exactPercentile}` },
      { label: 'Errors', covers: `${calls} ${errorsNote}` },
    ]
  },

  utilisation: 'Utilisation of endpoints',
  callsPer: (slice: SliceUnit) => `Calls per ${slice}`,
  stackSummary: (slice: SliceUnit, of: string, most: string, at: string) =>
    `Calls per ${slice} of ${of}: at most ${most}, ${at}.`,
  callsCovered: (view: View) => `${filterWords(view)} in ${timeWords(view)}. ${exact}`,
  statuses: 'Status codes',
  statusColumns: ['Status', 'Calls', 'Share'],
  statusUnknown: 'Not recorded',
  noStatuses: 'This app records no status codes',
  noStatusesHint:
    'Flask-MonitoringDashboard records them since version 2; with the bridge or the agent PyDash reads them.',
}

import type { EndpointColumn } from '@/features/statistic/endpoint-rows'
import type { SliceUnit } from '@/features/statistic/span'
import {
  type Comparison,
  comparedVersion,
  DEFAULT_RANGE,
  FILTER_NAMES,
  type FilterName,
  type RangeName,
  type View,
} from '@/features/statistic/view'
import { formatCount } from '@/lib/format/number'
import { formatMoment } from '@/lib/format/time'

const rangeLabels: Record<RangeName | 'custom', string> = {
  '1h': '1 h',
  '24h': '24 h',
  '7d': '7 d',
  '30d': '30 d',
  '90d': '90 d',
  month: 'Month',
  all: 'All',
  custom: 'Custom',
}

const rangeWords: Record<RangeName, string> = {
  '1h': 'the last hour',
  '24h': 'the last 24 hours',
  '7d': 'the last 7 days',
  '30d': 'the last 30 days',
  '90d': 'the last 90 days',
  month: 'this month',
  all: 'all time',
}

const thisSlice: Record<SliceUnit, string> = {
  minute: 'this minute',
  hour: 'this hour',
  day: 'today',
  week: 'this week',
  month: 'this month',
}

const filterNames: Record<FilterName, string> = {
  endpoint: 'Endpoint',
  version: 'Version',
  group_by: 'User or group',
  ip: 'IP address',
}

const filterAll: Record<FilterName, string> = {
  endpoint: 'All endpoints',
  version: 'All versions',
  group_by: 'All users',
  ip: 'All addresses',
}

const columns: Record<EndpointColumn, string> = {
  name: 'Endpoint',
  visits: 'Visits',
  median: 'Median',
  p99: '99th percentile',
  slowest: 'Slowest',
  lastRequestedAt: 'Last request',
}

function timeWords({ range = DEFAULT_RANGE, from, until }: View): string {
  if (from === undefined || until === undefined) return rangeWords[range]
  return `${formatMoment(Date.parse(from))} to ${formatMoment(Date.parse(until))}`
}

function filterWords(view: View): string {
  const filters = FILTER_NAMES.flatMap((name) =>
    view[name] === undefined ? [] : [`${filterNames[name]} ${view[name]}`],
  )
  return filters.length === 0 ? 'All calls' : `Calls of ${filters.join(', ')}`
}

function comparison(compare: Comparison): string {
  const version = comparedVersion(compare)
  return version === undefined ? 'Previous period' : `Version ${version}`
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
  from: 'From',
  until: 'Until',
  apply: 'Apply',
  untilBeforeFrom: 'Choose two moments, the second after the first.',
  covers: (view: View, from: number, until: number, zone: string) =>
    `${filterWords(view)} in ${timeWords(view)}: from ${formatMoment(from)} until ${formatMoment(until)}, ${zone}.`,

  exact: 'Exact.',
  exactVisitors: 'Exact up to 1,000 addresses an hour or day, beyond that within about 1 %.',
  exactPercentile: 'Exact within one hour or day; merged from several, within 0.25 % of rank.',
  errors: 'Errors',
  errorsNote: 'Calls answered with a status of 500 or more, of those whose status is known. Exact.',
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
  legend: { median: 'median', p90: 'to 90 % of calls', p99: 'to 99 %' },

  endpoints: 'Endpoints',
  columns,
  sortBy: (column: string) => `Sort by ${column}`,
  never: 'never',
  noEndpoints: 'No endpoints yet',
  noEndpointsHint: 'They are listed as soon as PyDash has read them from the app.',
}

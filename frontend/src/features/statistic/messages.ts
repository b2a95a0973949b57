import type { EndpointColumn } from '@/features/statistic/endpoint-rows'
import type { RangeName, SliceUnit } from '@/features/statistic/range'
import { formatCount } from '@/lib/format/number'

const ranges: Record<RangeName, { label: string; words: string }> = {
  '6h': { label: '6 h', words: 'the last 6 hours' },
  '24h': { label: '24 h', words: 'the last 24 hours' },
  '7d': { label: '7 d', words: 'the last 7 days' },
  '30d': { label: '30 d', words: 'the last 30 days' },
}

const thisSlice: Record<SliceUnit, string> = { minute: 'this minute', hour: 'this hour', day: 'today' }

const columns: Record<EndpointColumn, string> = {
  name: 'Endpoint',
  visits: 'Visits',
  median: 'Median',
  p99: '99th percentile',
  slowest: 'Slowest',
  lastRequestedAt: 'Last request',
}

export const messages = {
  range: 'Range',
  ranges,
  covers: (range: RangeName, from: string, endpoint: string | undefined) =>
    `${endpoint === undefined ? 'All calls' : `Calls of ${endpoint}`} in ${ranges[range].words}, from ${from} until now.`,

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

  traffic: 'Visits and execution time',
  visitsPer: (slice: SliceUnit) => `Visits per ${slice}`,
  timePer: (slice: SliceUnit) => `Execution time per ${slice}`,
  medianPer: (slice: SliceUnit) => `Median time per ${slice}`,
  latest: (value: string, slice: SliceUnit) => `${value} ${thisSlice[slice]}`,
  latestBefore: (value: string, at: string) => `${value}, ${at}`,
  visitsSummary: (slice: SliceUnit, total: string, most: string, at: string) =>
    `Visits per ${slice}: ${total} in all, at most ${most}, ${at}.`,
  timeSummary: (slice: SliceUnit, fastest: string, slowest: string) =>
    `Median execution time per ${slice}: between ${fastest} and ${slowest}.`,
  noCalls: 'No calls.',
  noCallsInRange: (range: RangeName) => `No calls from ${ranges[range].words} yet.`,
  noCallsHint: 'Calls show here as the app serves them. Choose a longer range to look further back.',
  scale: 'Scale of execution times',
  scales: { linear: 'Linear', log: 'Log' },
  legend: { median: 'median', p90: 'to 90 % of calls', p99: 'to 99 %' },

  endpoints: 'Endpoints',
  columns,
  sortBy: (column: string) => `Sort by ${column}`,
  never: 'never',
  noEndpoints: 'No endpoints yet',
  noEndpointsHint: 'They are listed as soon as PyDash has read them from the app.',
  onlyEndpoint: 'Only calls of',
  showAll: 'Show all endpoints',
}

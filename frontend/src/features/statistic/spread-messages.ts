import { formatCount } from '@/lib/format/number'

/** Of the panels that show how calls are spread: over hours, endpoints, versions, users and addresses. */
export const spreadMessages = {
  heatmaps: {
    total_visits: { title: 'Visits by hour', value: 'Visits' },
    unique_visitors: { title: 'Unique visitors by hour', value: 'Unique visitors' },
    median_execution_time: { title: 'Median execution time by hour', value: 'Median' },
    'ninety-ninth_percentile_execution_time': {
      title: '99th percentile of execution time by hour',
      value: '99th percentile',
    },
  },
  heatmapSummary: (most: string, at: string) => `At most ${most}, in the hour from ${at}.`,
  toCome: 'still to come',
  lastDays: (days: number) => `The last ${formatCount(days)} days of it.`,

  endpointBoxplots: 'Execution times by endpoint',
  versionBoxplots: 'Execution times by version',
  showAllRows: (count: number) => `Show all ${formatCount(count)}`,
  showFewer: 'Show fewer',

  breakdowns: {
    group_by: { title: 'Execution times by user or group', key: 'User or group' },
    ip: { title: 'Execution times by address', key: 'IP address' },
  },
  breakdownColumns: {
    calls: 'Calls',
    median: 'Median',
    p99: '99th percentile',
    slowest: 'Slowest',
    errors: 'Errors',
  },
  allOthers: 'All others',

  matrix: 'Average execution time by version',
  matrixBy: 'Set versions against',
  matrixKinds: { group_by: 'Users', ip: 'Addresses' },
  versionUse: 'Utilisation of endpoints by version',
  versionUseShare: (version: string) => `${version}, share`,
  matrixCalls: (version: string) => `${version}, calls`,
  matrixAverage: (version: string) => `${version}, average`,
  noCallsShort: '–',
}

import { formatCount } from '@/lib/format/number'

export const messages = {
  title: 'Dashboards',
  back: 'All dashboards',
  phases: { connecting: 'Connecting', history: 'Reading history', live: 'Live' },
  failures: {
    connecting: 'Cannot connect',
    history: 'Reading history failed',
    live: 'Fetching new calls failed',
  },
  readingHistory: (fraction: string) => `Reading history, ${fraction}`,
  progress: 'History read',
  triesAgain: 'PyDash tries again by itself.',
  fetchedUntil: (moment: string) => `All calls up to ${moment} are here.`,
  calls: (count: number) => `${formatCount(count)} ${count === 1 ? 'call' : 'calls'}`,
  callsOfSource: (fetched: string, total: string) =>
    `${fetched} fetched so far; the app said it has ${total}.`,
  lastCall: 'last call',
  noCallYet: 'no call yet',
  // Other sources come with their name.
  version: (version: string) => (/^\d/.test(version) ? `Flask-MonitoringDashboard ${version}` : version),

  layout: 'Layout',
  layouts: { cards: 'Cards', table: 'Table' },
  search: 'Search by name or URL',
  stateFilter: 'State',
  states: { all: 'All', alarm: 'Needs attention', waiting: 'Being read', live: 'Live' },
  sort: 'Sort by',
  sortedAsAdded: 'Time added',
  columns: {
    name: 'Dashboard',
    state: 'State',
    visits: 'Visits',
    visits_change: 'Change',
    p95: '95th percentile',
    p95_change: 'Change',
    uptime: 'Uptime',
  },
  sortWords: {
    name: 'Name',
    state: 'State',
    visits: 'Visits',
    visits_change: 'Growth of visits',
    p95: 'Execution time',
    p95_change: 'Growth of execution time',
    uptime: 'Uptime, lowest first',
  },
  trend: 'Last 24 hours',
  nothingFound: 'No dashboard is like that',
  nothingFoundHint: 'Search for something else, or show dashboards of any state.',
  showAll: 'Show all',
  shown: (shown: number, all: number) =>
    shown === all ? `${formatCount(all)} shown` : `${formatCount(shown)} of ${formatCount(all)} shown`,
  down: 'Down',
  downSince: (ago: string) => `Down, no answer since ${ago}`,
  visitsOfDay: 'Visits, 24 h',
  p95OfDay: '95th percentile, 24 h',
  uptimeOfMonth: 'Uptime, 30 d',
  traceVisits: (now: string, before: string) =>
    `${now} in the last 24 full hours; ${before} in the 24 hours before.`,
  traceP95: (now: string, before: string) =>
    `95% of calls took at most ${now} in the last 24 full hours; ${before} in the 24 hours before.`,
  traceUptime: 'Share of the last 30 days in which pings were answered, as far as there were any.',
  trendSummary: (visits: string, most: string, p95: string) =>
    `Last 24 hours, by the hour: ${visits}, at most ${most} an hour${p95}.`,
  trendP95: (least: string, most: string) => `; 95th percentile between ${least} and ${most}`,
  trendCaption: 'Last 24 hours: visits, and below them the 95th percentile of execution times.',
  sinceDayBefore: (change: string) => `${change} against the day before`,
  wallboard: 'Wallboard',
  trendNothing: 'No calls in the last 24 hours.',

  emptyTitle: 'Add your first app',
  emptyHint:
    'PyDash reads what your app has recorded and then follows every new call. A guide has the lines that the app needs.',
  add: 'Add an app',
}

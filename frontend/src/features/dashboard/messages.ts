import { formatCount } from '@/lib/format/number'

export const messages = {
  title: 'Dashboards',
  back: 'All dashboards',
  pages: 'Pages of this dashboard',
  callsPage: 'Calls',
  testRunsPage: 'Test runs',
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

  emptyTitle: 'Add your first dashboard',
  emptyHint:
    'PyDash reads what the monitoring dashboard of your app has recorded and then follows every new call. You need its address and its security token.',
  add: 'Add a dashboard',
  submit: 'Add dashboard',
  adding: 'Looking at the app…',
  addUnchecked: 'Add it unchecked',
  cancel: 'Cancel',
  added: (name: string) => `${name} was added.`,
  name: 'Name',
  nameHint: 'How you call the app, for example Web shop.',
  url: 'URL',
  urlHint: 'Where the app serves its monitoring dashboard, for example https://app.example/dashboard.',
  token: 'Security token',
  tokenHint:
    'SECURITY_TOKEN in the configuration of the monitoring dashboard, or what the app gives to PyDash’s bridge or monitor. It is kept encrypted.',
  pollInterval: 'Poll interval',
  pollIntervalHint: 'How often new calls are fetched.',
  seconds: 'seconds',
}

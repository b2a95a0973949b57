import { formatCount, formatFraction } from '@/lib/format/number'

const kinds = {
  outliers: { title: 'Outliers', none: 'No outliers in this time' },
  profile: { title: 'Profile', none: 'No profiles in this time' },
  exceptions: { title: 'Exceptions', none: 'No exceptions in this time' },
}
export type TraceName = keyof typeof kinds

const needs: Record<TraceName, string> = {
  outliers:
    'PyDash reads them through its bridge, from Flask-MonitoringDashboard 2.1 or later; the export of FMD 1 has none.',
  profile:
    'PyDash reads profiles through its bridge, from Flask-MonitoringDashboard 2.1 or later; the export of FMD 1 has none.',
  exceptions:
    'PyDash reads them through its bridge, where Flask-MonitoringDashboard keeps them: FMD 5 does, FMD 1 to 3 do not.',
}

const notedAt: Record<TraceName, (level: number | null | undefined) => string> = {
  outliers: (level) => `The app notes calls much slower than usual at monitor level 2 or 3${levelNow(level)}`,
  profile: (level) => `The app profiles calls at monitor level 3${levelNow(level)}`,
  exceptions: () => 'The app notes what its calls raise, at every monitor level but 0.',
}

function levelNow(level: number | null | undefined): string {
  const change = "Levels are set in the app's own dashboard."
  return level == null ? `. ${change}` : `; this endpoint is at level ${level}. ${change}`
}

export const messages = {
  kinds,
  notOffered: (name: TraceName) => `This app gives PyDash no ${kinds[name].title.toLowerCase()}`,
  needs,
  notedAt,
  kept: (name: TraceName) =>
    name === 'exceptions'
      ? 'Counted by whole hours, and kept for 30 days.'
      : 'The newest 200 of an endpoint are kept, for 30 days.',

  columns: {
    at: 'When',
    time: 'Execution time',
    status: 'Status',
    version: 'Version',
    groupBy: 'Group',
    ip: 'IP address',
  },
  openOutlier: (at: string) => `Show the outlier of ${at}`,
  showAll: (count: number) => `Show all ${formatCount(count)}`,
  unknown: 'unknown',

  outlierAt: (at: string) => `Outlier of ${at}`,
  close: 'Close',
  stack: 'Stack when it was noticed',
  stackHint: 'The innermost line is last.',
  noStack: 'The app could not tell where its code was.',
  request: 'Request',
  requestHidden: 'Behind a link the request is not shown: it tells of a visitor.',
  masked: 'Values shown as [masked] never left the app.',
  url: 'URL',
  headers: 'Headers',
  environment: 'Environment',
  name: 'Name',
  value: 'Value',
  host: 'Host when it was noticed',
  processors: 'Processors',
  processor: (number: number, percent: string) => `Processor ${number}: ${percent} busy`,
  memory: 'Memory in use',
  memoryOf: (used: string, total: string, share: number) => `${used} of ${total} (${formatFraction(share)})`,

  profileView: 'Profile shown as',
  profileViews: { table: 'Table', flame: 'Flame chart' },
  profiled: (count: number, from: string, until: string) =>
    count === 1
      ? `One call, of ${from}.`
      : `${formatCount(count)} calls laid upon each other, from ${from} to ${until}.`,
  cut: 'Lines that took very little time are left out.',
  profileColumns: {
    code: 'Code',
    share: 'Share of time',
    perCall: 'Per call',
    self: 'Of that itself',
    count: 'In calls',
  },
  inCalls: (count: number, of: number) => `${formatCount(count)} of ${formatCount(of)}`,
  expand: (code: string) => `Show what ${code} calls`,
  flameLabel: (endpoint: string) => `Flame chart of ${endpoint}`,
  flameHelp:
    'Arrow keys move, Enter enlarges, Escape shows all. The stronger the colour, the more time of its own.',
  flameNode: (code: string, share: string, perCall: string, self: string) =>
    `${code}: ${share} of the time, ${perCall} per call, ${self} of it itself`,
  showWhole: 'Show all',

  raised: (count: number) => `${formatCount(count)}×`,
  raisedInWords: (count: number) => (count === 1 ? 'once' : `${formatCount(count)} times`),
  handled: 'handled',
  handledHint: 'The app caught it, and only reported it.',
  lastSeen: 'last',
  firstSeen: 'First seen',
  lastVersion: 'Version of the last',
  lastStack: 'Stack of the last',
  noMessage: 'no message',
}

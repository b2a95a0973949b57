import { formatCount } from '@/lib/format/number'

interface Audited {
  at: string
  source: string
  unsettled: number
  surplus: number
  late: number
  corrected: number
}

const warnings: Partial<Record<string, string>> = {
  default_token:
    'The app uses the security token that its monitoring dashboard came with, which everybody knows. Set SECURITY_TOKEN in its configuration, and then here.',
  names_inferred:
    'This version of the monitoring dashboard exports numbers in place of endpoints; their names are inferred from the order in which they were added. The bridge tells them for certain.',
  clock_fault:
    'The app stamps calls with the time at which its process started, a fault of its version of the monitoring dashboard. They are shown at that time; an update mends it for calls to come.',
}

export const detailMessages = {
  audited: (counted: string, all: string, lost: string) => `${counted} of ${all} calls, ${lost} lost`,
  notAudited: 'Not compared with the count of the app yet',
  auditCovers: ({ at, source, unsettled, surplus, late, corrected }: Audited) =>
    [
      `Compared with the app at ${at}, exact: it said that it has ${source} calls.`,
      ...(unsettled > 0 ? [`${formatCount(unsettled)} of them were too young to be counted.`] : []),
      ...(surplus > 0 ? [`The app has removed ${formatCount(surplus)} since they were read.`] : []),
      ...(late > 0 ? [`${formatCount(late)} were committed late and found by the comparison.`] : []),
      ...(corrected > 0 ? [`${formatCount(corrected)} came after their hour was rolled up.`] : []),
    ].join(' '),

  history: (read: string, total: string | null, rate: string, rest: string | null) =>
    [
      total === null ? `${read} calls read` : `${read} of ${total} calls read`,
      `${rate} a second`,
      ...(rest === null ? [] : [`about ${rest} left`]),
    ].join(', '),

  cautions: 'What to know',
  warnings,
  missing: 'The app has calls that PyDash could not find. It goes on looking for them, once an hour.',
  deadLetters: (count: number) =>
    `${formatCount(count)} ${count === 1 ? 'batch' : 'batches'} of calls could not be counted. What came after waits until whoever runs PyDash has looked at it.`,
  ruled: (calls: string, rule: string, example: string) =>
    `${calls} calls that no app can mean (${rule}), for example ${example}.`,

  uptime: 'Uptime',
  uptimeDays: 'Uptime, day by day',
  uptimeCovers: 'Of the time between pings of the last 91 days, as exact as their interval.',
  uptimeOf: (observed: string) => `of the last 91 days, as far as they were watched: ${observed}`,
  uptimeSummary: (percent: string, down: string) => `Up ${percent} of the time, down for ${down}.`,
  uptimeGrades: { all: 'Always up', most: 'Down up to an hour', less: 'Down longer', unknown: 'Not watched' },
  uptimeLines: { uptime: 'Uptime', down: 'Down', observed: 'Watched' },
  downFor: (time: string, count: number) =>
    count === 0 ? 'never' : `${time}, ${formatCount(count)} ${count === 1 ? 'time' : 'times'}`,
  downtime: (at: string, time: string, error: string) =>
    `Down at ${at} for ${time}: ${error.replaceAll('_', ' ')}`,
  standing: {
    up: 'The app is up',
    down: 'The app is down',
    quiet: 'The app is up, but quiet: nobody calls it',
    unknown: 'Whether the app is up is not known',
  },
  since: 'since',
  noPings: 'No pings yet',
  noPingsHint: 'PyDash asks every few minutes whether the app answers, unless its settings say otherwise.',
}

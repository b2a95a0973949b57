import type { EndpointChange } from '@/lib/api/models'
import { formatDay } from '@/lib/format/time'

type ChangeKind = EndpointChange['kind']

const kinds: Record<ChangeKind, string> = { rename: 'Rename', merge: 'Merge', delete: 'Forget calls' }

const hints: Record<ChangeKind, string> = {
  rename: 'All its calls, past and to come, show under the new name.',
  merge: 'All its calls, past and to come, count for the other endpoint. This cannot be undone.',
  delete: 'Its calls so far leave every statistic, for good. Calls to come are counted anew.',
}

// As FMD has them.
const levels: Record<number, string> = {
  0: 'requests only',
  1: 'times',
  2: 'times and outliers',
  3: 'times, outliers and profiles',
}

export const messages = {
  endpoint: 'Endpoint',
  change: 'Change',
  changeOf: (name: string) => `Change ${name}`,
  kind: 'Kind of change',
  kinds,
  hints,
  newName: 'New name',
  into: 'Endpoint to merge into',
  intoPlaceholder: 'Choose one',
  loadingNames: 'Loading…',
  namesFailed: 'The names could not be loaded. Type one in full.',
  submit: kinds,
  cancel: 'Cancel',
  waiting: ({ kind, target }: EndpointChange): string => {
    if (kind === 'delete') return 'Its calls so far are being forgotten …'
    return kind === 'merge' ? `It is being merged into ${target} …` : `It is being renamed to ${target} …`
  },
  level: (level: number) =>
    levels[level] === undefined ? `Monitoring level ${level}` : `Monitoring level ${level}: ${levels[level]}`,
  notListed: 'No longer listed by the app',
  firstSeen: (at: string, version: string | null) =>
    `First seen ${formatDay(Date.parse(at))}${version === null ? '' : `, in version ${version}`}`,
  lastRequest: 'Last request',
  noRequest: 'No request yet',
}

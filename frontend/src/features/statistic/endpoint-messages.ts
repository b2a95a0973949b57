import type { EndpointHits } from '@/features/statistic/api/get-endpoints'
import type { Settled } from '@/features/statistic/api/settled'
import type { EndpointColumn } from '@/features/statistic/endpoint-rows'
import type { View } from '@/features/statistic/view'
import { errorsNote, exact, exactPercentile, filterWords, timeWords } from '@/features/statistic/view-words'
import type { Breakdown } from '@/lib/api/models'
import { formatCount } from '@/lib/format/number'

const columns: Record<EndpointColumn, string> = {
  name: 'Endpoint',
  level: 'Level',
  today: 'Today',
  week: '7 days',
  all: 'All time',
  visits: 'Visits',
  median: 'Median',
  p99: '99th percentile',
  errors: 'Errors',
  lastRequestedAt: 'Last request',
}

function hitsWords(what: string, view: View, hits: Settled<Breakdown> | undefined): string {
  return hits?.problem ?? `${filterWords(view)} ${what}. Exact; only of the 200 busiest.`
}

/** Which calls the numbers of a column cover, and how exact they are. */
function columnCovers(column: EndpointColumn, view: View, hits: EndpointHits | undefined): string {
  const inView = `${filterWords(view)} in ${timeWords(view)}.`
  switch (column) {
    case 'name':
      return 'As the app calls it.'
    case 'level':
      return 'How closely the app watches it, from 0 to 3, as the app says.'
    case 'today':
      return hitsWords('since midnight', view, hits?.today)
    case 'week':
      return hitsWords('of today and the six days before', view, hits?.week)
    case 'all':
      return hitsWords('ever', view, hits?.all)
    case 'visits':
      return `${inView} ${exact}`
    case 'median':
    case 'p99':
      return `${inView} ${exactPercentile}`
    case 'errors':
      return `${inView} ${errorsNote}`
    case 'lastRequestedAt':
      return 'The later of what the app says and the last call in the range.'
  }
}

export const endpointMessages = {
  columns,
  columnCovers,
  never: 'never',
  find: 'Find an endpoint',
  noneFound: (wanted: string) => `No endpoint has “${wanted}” in its name.`,
  showAll: (count: number) => `Show all ${formatCount(count)} endpoints`,
  empty: 'No endpoints yet',
  emptyHint: 'They are listed as soon as PyDash has read them from the app.',
}

import { statusOf, type Tone, TONES } from '@/features/dashboard/status'
import type { OverviewItem } from '@/lib/api/models'

export const LAYOUTS = ['cards', 'table'] as const
export type Layout = (typeof LAYOUTS)[number]

export const SORTS = ['name', 'state', 'visits', 'visits_change', 'p95', 'p95_change', 'uptime'] as const
export type Sort = (typeof SORTS)[number]

/** What the overview shows of all dashboards, and how. As the address says it: what is left out is the default. */
export interface OverviewView {
  layout?: Layout
  search?: string
  state?: Tone
  sort?: Sort
  /** The other way round than a sort usually is. */
  reversed?: true
}

/** What changes of a view; undefined is the default again. */
export type OverviewChange = { [Key in keyof OverviewView]?: OverviewView[Key] | undefined }

/** Whatever somebody put into the address becomes a view. */
export function overviewView(given: Record<string, unknown>): OverviewView {
  const { layout, search, state, sort, reversed } = given
  return {
    ...(isOneOf(LAYOUTS, layout) ? { layout } : {}),
    // The router reads digits as a number, but a name may be one.
    ...((typeof search === 'string' && search !== '') || typeof search === 'number'
      ? { search: String(search) }
      : {}),
    ...(isOneOf(TONES, state) ? { state } : {}),
    ...(isOneOf(SORTS, sort) ? { sort } : {}),
    ...(reversed === true ? { reversed } : {}),
  }
}

export function isOneOf<Value>(values: readonly Value[], given: unknown): given is Value {
  return values.some((value) => value === given)
}

/** An app that is down needs somebody, however well it was read before. */
export function toneOf({ dashboard, uptime }: OverviewItem): Tone {
  return uptime.status === 'down' ? 'alarm' : statusOf(dashboard).tone
}

/** Those that the view lets through, in its order. */
export function shownItems(items: readonly OverviewItem[], view: OverviewView): OverviewItem[] {
  const words = (view.search ?? '').toLocaleLowerCase().split(/\s+/)
  const found = items.filter((item) => {
    const { dashboard } = item
    const text = `${dashboard.name} ${dashboard.url}`.toLocaleLowerCase()
    return (
      words.every((word) => text.includes(word)) && (view.state === undefined || toneOf(item) === view.state)
    )
  })
  return view.sort === undefined ? found : sorted(found, view.sort, view.reversed === true)
}

/** By name from A, by state what needs somebody first, by uptime the lowest first; of all else the largest first. */
function sorted(items: OverviewItem[], sort: Sort, reversed: boolean): OverviewItem[] {
  const sign = reversed ? -1 : 1
  return items.sort((one, other) => {
    const order = RANKS[sort]
    const a = order(one)
    const b = order(other)
    // What has no such figure stays last, whichever way is sorted.
    if (a === null || b === null) return Number(a === null) - Number(b === null) || byName(one, other)
    return sign * (a - b) || (sort === 'name' ? sign : 1) * byName(one, other)
  })
}

type Rank = (item: OverviewItem) => number | null

const RANKS: Record<Sort, Rank> = {
  name: () => 0,
  state: (item) => TONES.indexOf(toneOf(item)),
  visits: ({ totals }) => -totals.visits,
  visits_change: (item) => negative(visitsRatio(item)),
  p95: ({ totals }) => negative(totals.p95_execution_time),
  p95_change: (item) => negative(p95Ratio(item)),
  uptime: ({ uptime_percent }) => uptime_percent,
}

function negative(value: number | null): number | null {
  return value === null ? null : -value
}

/** How many times as many as the day before; null where there were none. */
export function visitsRatio({ totals, totals_before }: OverviewItem): number | null {
  return totals_before.visits === 0 ? null : totals.visits / totals_before.visits
}

/** How many times as long as the day before; null without calls on either day. */
export function p95Ratio({ totals, totals_before }: OverviewItem): number | null {
  const now = totals.p95_execution_time
  const before = totals_before.p95_execution_time
  return now === null || before === null || before === 0 ? null : now / before
}

function byName(one: OverviewItem, other: OverviewItem): number {
  return one.dashboard.name.localeCompare(other.dashboard.name)
}

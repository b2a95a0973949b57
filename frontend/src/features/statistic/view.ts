/** Which calls a page is about. All of it stands in the address, so a link shows what its sender saw. */

export const RANGE_NAMES = ['1h', '24h', '7d', '30d', '90d', 'month', 'all'] as const
export type RangeName = (typeof RANGE_NAMES)[number]
export const DEFAULT_RANGE: RangeName = '24h'

export const FILTER_NAMES = ['endpoint', 'version', 'group_by', 'ip'] as const
export type FilterName = (typeof FILTER_NAMES)[number]
export type Filters = Partial<Record<FilterName, string>>

const VERSION_PREFIX = 'version:'
// Beyond it no name or version is kept.
const TEXT_MAX = 1000
// No app was monitored before, and what is not in this range is no time that somebody meant.
const EARLIEST = Date.UTC(1970)
const LATEST = Date.UTC(2200)

/** What is drawn behind: the time before, or the same time of one version. */
export type Comparison = 'previous' | `${typeof VERSION_PREFIX}${string}`

export interface View extends Filters {
  range?: RangeName
  /** Half-open [from, until), in ISO 8601 and UTC: both, and then they overrule `range`. */
  from?: string
  until?: string
  compare?: Comparison
}

export function isRangeName(value: unknown): value is RangeName {
  return RANGE_NAMES.some((name) => name === value)
}

/** What an address says, as far as it makes sense; the rest is left out. For `validateSearch` of routes. */
export function validateView(search: Record<string, unknown>): View {
  const { range, from, until } = search
  const compare = textOf(search.compare)
  return {
    ...(isRangeName(range) ? { range } : {}),
    ...(isMoment(from) && isMoment(until) && Date.parse(from) < Date.parse(until) ? { from, until } : {}),
    ...filtersIn(search),
    ...(isComparison(compare) ? { compare } : {}),
  }
}

function filtersIn(search: Record<string, unknown>): Filters {
  const given = FILTER_NAMES.flatMap((name) => {
    const text = textOf(search[name])
    return text === undefined ? [] : [[name, text] as const]
  })
  return Object.fromEntries(given)
}

/** The filters of a view, without its time. */
export function filtersOf(view: View): Filters {
  return without(view, 'range', 'from', 'until', 'compare')
}

/** The view with one filter set to another value, or without it. */
export function withFilter(view: View, name: FilterName, value: string | undefined): View {
  return value === undefined ? without(view, name) : { ...view, [name]: value }
}

export function withComparison(view: View, compare: Comparison | undefined): View {
  return compare === undefined ? without(view, 'compare') : { ...view, compare }
}

export function withRange(view: View, range: RangeName): View {
  return { ...without(view, 'from', 'until'), range }
}

/** The view of the time [startMs, endMs), as it is chosen on a chart or in a calendar. */
export function withTime(view: View, startMs: number, endMs: number): View {
  const from = new Date(startMs).toISOString()
  return { ...without(view, 'range'), from, until: new Date(endMs).toISOString() }
}

export function withoutFilters(view: View): View {
  return without(view, ...FILTER_NAMES)
}

function without(view: View, ...names: (keyof View)[]): View {
  const kept = Object.entries(view).filter(
    ([name, value]) => value !== undefined && !names.some((each) => each === name),
  )
  return Object.fromEntries(kept)
}

export function comparisonWith(version: string): Comparison {
  return `${VERSION_PREFIX}${version}`
}

export function comparedVersion(compare: Comparison | undefined): string | undefined {
  return compare?.startsWith(VERSION_PREFIX) === true ? compare.slice(VERSION_PREFIX.length) : undefined
}

function isComparison(text: string | undefined): text is Comparison {
  return text === 'previous' || (text?.startsWith(VERSION_PREFIX) ?? false)
}

/** Numbers in addresses are texts that look like one: version=2. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' && value.length <= TEXT_MAX ? value : undefined
}

function isMoment(value: unknown): value is string {
  if (typeof value !== 'string') return false
  const moment = Date.parse(value)
  return moment >= EARLIEST && moment < LATEST
}

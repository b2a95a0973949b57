import {
  type Filter,
  FILTERS,
  type Kind,
  LAST,
  type Option,
  OPTIONS,
  OPTIONS_OF,
  type RangeChoice,
} from '@/features/widget/kinds'
import type { StatisticName, WidgetDraft } from '@/lib/api/models'
import { userTimezone } from '@/lib/format/zone'

export type WidgetRange = NonNullable<WidgetDraft['definition']['range']>

/** What is entered, as the fields hold it: text, and true or false. */
export interface Entered {
  title: string
  kind: Kind
  statistic: StatisticName
  range: RangeChoice
  from: string
  until: string
  /** What the range `kept` is. */
  kept?: WidgetRange
  filters: Partial<Record<Filter, string>>
  options: Partial<Record<Option, string | boolean>>
}

/** A draft that the API can answer for each kind as it stands. */
export const INITIAL: Entered = {
  title: '',
  kind: 'number',
  statistic: 'total_visits',
  range: 'day',
  from: '',
  until: '',
  filters: {},
  options: {
    by: 'endpoint',
    previous: true,
    amber: '500',
    red: '1000',
    maximum: '1000',
    sort: true,
    axis_points: '0, 250, 500, 750, 1000',
    auto_scale: true,
  },
}

// The ranges of a bullet have the names that thresholds have in other kinds.
export const NAMES: Partial<Record<Option, string>> = {
  red_range: 'red',
  amber_range: 'amber',
  green_range: 'green',
}

/** The draft that is entered. Whether it holds together is for the API to say. */
export function draftOf(entered: Entered, untitled: string): WidgetDraft {
  const definition = {
    kind: entered.kind,
    statistic: entered.statistic,
    filters: filtersOf(entered.filters),
    range: rangeOf(entered),
    ...Object.fromEntries(
      OPTIONS_OF[entered.kind].flatMap((option) => {
        const value = valueOf(option, entered.options[option])
        return value === undefined ? [] : [[NAMES[option] ?? option, value]]
      }),
    ),
  }
  const title = entered.title.trim()
  // Its options depend on its kind in a way that types cannot follow here.
  return { title: title === '' ? untitled : title, definition: definition as WidgetDraft['definition'] }
}

function valueOf(option: Option, entered: string | boolean | undefined): unknown {
  if (typeof entered === 'boolean') return entered
  const text = entered?.trim() ?? ''
  if (text === '') return OPTIONS[option] === 'check' ? false : undefined
  if (OPTIONS[option] === 'number') return Number(text)
  if (OPTIONS[option] === 'numbers') return text.split(/[\s,;]+/).map(Number)
  return text
}

type RangeFields = Pick<Entered, 'range' | 'from' | 'until' | 'kept'>

function filtersOf(entered: Entered['filters']) {
  const given = FILTERS.flatMap((filter) => {
    const text = entered[filter]?.trim() ?? ''
    if (text === '') return []
    return [[filter, filter === 'status' ? Number(text) : text]]
  })
  return Object.fromEntries(given) as NonNullable<WidgetDraft['definition']['filters']>
}

export function rangeOf({ range, from, until, kept }: RangeFields): WidgetRange {
  if (range === 'kept') return kept ?? {}
  if (range === 'all') return {}
  if (range !== 'dates') return { last: LAST[range] }
  return {
    ...(from === '' ? {} : { start_date: from }),
    ...(until === '' ? {} : { end_date: until }),
    timezone: userTimezone(),
  }
}

import { type Entered, INITIAL, NAMES, rangeOf, type WidgetRange } from '@/features/widget/draft'
import { FILTERS, OPTIONS_OF, RANGES } from '@/features/widget/kinds'
import type { WidgetDraft } from '@/lib/api/models'

/** What would have to be entered for this draft. */
export function enteredOf({ title, definition }: WidgetDraft): Entered {
  const { kind, statistic, filters = {}, range = {} } = definition
  const values: Record<string, unknown> = { ...definition }
  return {
    title,
    kind,
    statistic,
    ...rangeFields(range),
    filters: Object.fromEntries(FILTERS.map((filter) => [filter, textOf(filters[filter])])),
    options: {
      // Of other kinds, should it become one.
      ...INITIAL.options,
      ...Object.fromEntries(
        OPTIONS_OF[kind].map((option) => {
          const value = values[NAMES[option] ?? option]
          return [option, typeof value === 'boolean' ? value : textOf(value)]
        }),
      ),
    },
  }
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ')
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** As the fields say it, if they can. */
function rangeFields(range: WidgetRange): Pick<Entered, 'range' | 'from' | 'until' | 'kept'> {
  const ends = { from: range.start_date ?? '', until: range.end_date ?? '' }
  const said = RANGES.find((each) => each !== 'kept' && isSame(rangeOf({ range: each, ...ends }), range))
  return said === undefined ? { range: 'kept', from: '', until: '', kept: range } : { range: said, ...ends }
}

function isSame(one: WidgetRange, other: WidgetRange): boolean {
  return withDefaults(one) === withDefaults(other)
}

function withDefaults({ granularity = 'day', timezone = 'UTC', last, ...others }: WidgetRange): string {
  const given = Object.entries(others).filter(([, value]) => value !== null)
  return JSON.stringify([granularity, timezone, last?.count, last?.unit, given.toSorted()])
}

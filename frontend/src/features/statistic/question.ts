import {
  type Known,
  needsKnown,
  previousFields,
  previousSoFarFields,
  type SliceUnit,
  type Span,
  spanFields,
  spanOf,
} from '@/features/statistic/span'
import { comparedVersion, filtersOf, type View } from '@/features/statistic/view'
import { dashboardKey } from '@/lib/api/query-keys'

// Time moves the range on also where no call arrives.
export const STATISTICS_REFETCH_MS = 60_000

/** What panels ask about. */
export interface Question {
  dashboardId: string
  view: View
  /** Of the dashboard; undefined until it is there. */
  known: Known | undefined
}

/** Whether it can be asked already; `enabled` of each query of statistics. */
export function isComplete({ view, known }: Question): boolean {
  return known !== undefined || !needsKnown(view)
}

/** The key of a query by its name; `differs` is all of the view that its answer depends on. */
export function questionKey({ dashboardId, view, known }: Question, name: string, differs: View = view) {
  return [...dashboardKey(dashboardId), name, differs, needsKnown(differs) ? known : null] as const
}

/** The time and the filters as fields of a request, as they are now. */
export interface AskedNow {
  span: Span
  slice: SliceUnit
  fields: ReturnType<typeof spanFields> & ReturnType<typeof filtersOf>
}

export function askedNow({ view, known }: Question): AskedNow {
  const span = spanOf(view, known, Date.now())
  return { span, slice: span.slice, fields: { ...spanFields(span), ...filtersOf(view) } }
}

/** What the view is compared with, as fields of a request; undefined where there is nothing to compare with. */
export function comparedNow({ view, known }: Question, kind: 'slices' | 'sums') {
  const nowMs = Date.now()
  const span = spanOf(view, known, nowMs)
  const version = comparedVersion(view.compare)
  if (version !== undefined) return { ...spanFields(span), ...filtersOf(view), version }
  if (view.compare !== 'previous') return undefined
  const fields = kind === 'slices' ? previousFields(span, nowMs) : previousSoFarFields(span, known, nowMs)
  return fields && { ...fields, ...filtersOf(view) }
}

/** The time that a view covers, and how the API is asked for it. */

import { DAY_MS, floorTo, HOUR_MS, moved, slicesBetween, type SliceUnit } from '@/features/statistic/calendar'
import { DEFAULT_RANGE, type RangeName, type View } from '@/features/statistic/view'
import { userTimezone } from '@/lib/format/zone'

/** What is known of a dashboard's calls; it decides how an open or long range is cut. */
export interface Known {
  firstCallAt: string | null
  /** Calls before this are kept as statistics of hours and days only. */
  rawFrom: string | null
}

export interface Span {
  /** Where the first slice begins. */
  startMs: number
  /** Half-open; null as long as it is always now. */
  untilMs: number | null
  slice: SliceUnit
  /** How far back the period before this one began; null where there was none. */
  back: { unit: SliceUnit; count: number } | null
}

// Enough slices to see a shape, few enough to tell apart.
const MINUTES_MAX_MS = 6 * HOUR_MS
const HOURS_MAX_MS = 14 * DAY_MS
const DAYS_MAX_MS = 400 * DAY_MS
const WEEKS_MAX_MS = 2000 * DAY_MS

// So many slices up to now, the unfinished one included.
const COUNTED: Partial<Record<RangeName, { unit: SliceUnit; count: number }>> = {
  '1h': { unit: 'minute', count: 60 },
  '24h': { unit: 'hour', count: 24 },
  '7d': { unit: 'hour', count: 7 * 24 },
  '30d': { unit: 'day', count: 30 },
  '90d': { unit: 'day', count: 90 },
}

/** Whether the time cannot be told from the view alone. */
export function needsKnown({ range, from, until, compare }: View): boolean {
  if (compare === 'previous') return true
  if (from === undefined || until === undefined) return range === 'all'
  // Only so short a time may be cut into minutes.
  return Math.min(Date.parse(until), Date.now()) - Date.parse(from) <= MINUTES_MAX_MS
}

export function spanOf(view: View, known: Known | undefined, nowMs: number): Span {
  const { range = DEFAULT_RANGE, from, until } = view
  if (from !== undefined && until !== undefined) {
    return chosenSpan(Date.parse(from), Date.parse(until), known, nowMs)
  }
  const counted = COUNTED[range]
  if (counted !== undefined) {
    const { unit, count } = counted
    return {
      startMs: moved(floorTo(nowMs, unit), unit, 1 - count),
      untilMs: null,
      slice: unit,
      back: counted,
    }
  }
  if (range === 'month') {
    const startMs = floorTo(nowMs, 'month')
    const slice = sliceFor(startMs, nowMs, known)
    return { startMs, untilMs: null, slice, back: { unit: 'month', count: 1 } }
  }
  const firstMs = known?.firstCallAt == null ? nowMs : Date.parse(known.firstCallAt)
  const slice = sliceFor(firstMs, nowMs, known)
  return { startMs: floorTo(firstMs, slice), untilMs: null, slice, back: null }
}

function chosenSpan(fromMs: number, untilMs: number, known: Known | undefined, nowMs: number): Span {
  const slice = sliceFor(fromMs, Math.min(untilMs, nowMs), known)
  const startMs = floorTo(fromMs, slice)
  const back = { unit: slice, count: slicesBetween(startMs, untilMs, slice) }
  return { startMs, untilMs: untilMs > nowMs ? null : untilMs, slice, back }
}

/** Slices of a length that suits the range. Minutes are only known as long as raw calls are kept. */
function sliceFor(startMs: number, endMs: number, known: Known | undefined): SliceUnit {
  const lengthMs = endMs - startMs
  const hasMinutes = known?.rawFrom == null || startMs >= Date.parse(known.rawFrom)
  if (lengthMs <= MINUTES_MAX_MS && hasMinutes) return 'minute'
  if (lengthMs <= HOURS_MAX_MS) return 'hour'
  if (lengthMs <= DAYS_MAX_MS) return 'day'
  return lengthMs <= WEEKS_MAX_MS ? 'week' : 'month'
}

/** The span as the API is asked for it: both dates inclusive at the granularity, which the slices overrule. */
export function spanFields({ startMs, untilMs, slice }: Span) {
  return fieldsOf(startMs, untilMs, slice)
}

/** The period before the span, in as many slices. */
export function previousFields(span: Span, nowMs: number) {
  if (span.back === null) return undefined
  const { unit, count } = span.back
  const endMs = moved(span.untilMs ?? nowMs, unit, -count)
  return fieldsOf(moved(span.startMs, unit, -count), endMs, span.slice)
}

/** The period before the span, and only as much of it as has passed of the span: fair to compare sums with. */
export function previousSoFarFields(span: Span, known: Known | undefined, nowMs: number) {
  const fields = previousFields(span, nowMs)
  if (fields?.end_date === undefined || span.untilMs !== null) return fields
  const isRaw = known?.rawFrom == null || Date.parse(fields.end_date) >= Date.parse(known.rawFrom)
  return isRaw ? { ...fields, granularity: 'minute' as const } : fields
}

function fieldsOf(startMs: number, untilMs: number | null, granularity: SliceUnit) {
  return {
    start_date: new Date(startMs).toISOString(),
    ...(untilMs === null ? {} : { end_date: new Date(untilMs - 1).toISOString() }),
    granularity,
    timezone: userTimezone(),
  }
}

/** The slices of a span, but days where it has several: for what changes from day to day. */
export function coarser({ startMs, untilMs, slice }: Span, nowMs: number): SliceUnit {
  return slice === 'hour' && (untilMs ?? nowMs) - startMs > 2 * DAY_MS ? 'day' : slice
}

/** How many slices the span has. */
export function sliceCount({ startMs, untilMs, slice }: Span, nowMs: number): number {
  return slicesBetween(startMs, untilMs ?? nowMs, slice)
}

/** The last days up to now, today included; without a number all since the first call. */
export function daysFields(days: number | undefined, nowMs: number) {
  const today = floorTo(nowMs, 'day')
  return {
    ...(days === undefined ? {} : { start_date: new Date(moved(today, 'day', 1 - days)).toISOString() }),
    granularity: 'day' as const,
    timezone: userTimezone(),
  }
}

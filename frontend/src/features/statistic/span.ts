/** The time that a view covers, and how the API is asked for it. */

import { DEFAULT_RANGE, type RangeName, type View } from '@/features/statistic/view'
import type { Granularity } from '@/lib/api/models'
import { userTimezone } from '@/lib/format/locale'

export type SliceUnit = Exclude<Granularity, 'year'>

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

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const LENGTHS_MS: Record<SliceUnit, number> = {
  minute: MINUTE_MS,
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30.44 * DAY_MS,
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
export function needsKnown({ range, from, compare }: View): boolean {
  return from !== undefined || range === 'all' || compare === 'previous'
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

/** Days and longer by the calendar of the user's zone, in which they differ in length. */
function floorTo(ms: number, unit: SliceUnit): number {
  const moment = new Date(ms)
  switch (unit) {
    case 'minute':
      return moment.setSeconds(0, 0)
    case 'hour':
      // By the instant: setMinutes would leave the hour that clocks repeat.
      return ms - mod(ms - moment.getTimezoneOffset() * MINUTE_MS, HOUR_MS)
    case 'day':
      return moment.setHours(0, 0, 0, 0)
    case 'week':
      moment.setDate(moment.getDate() - ((moment.getDay() + 6) % 7))
      return moment.setHours(0, 0, 0, 0)
    case 'month':
      moment.setDate(1)
      return moment.setHours(0, 0, 0, 0)
  }
}

function moved(ms: number, unit: SliceUnit, count: number): number {
  const moment = new Date(ms)
  switch (unit) {
    case 'minute':
      return ms + count * MINUTE_MS
    case 'hour':
      return ms + count * HOUR_MS
    case 'day':
      return moment.setDate(moment.getDate() + count)
    case 'week':
      return moment.setDate(moment.getDate() + 7 * count)
    case 'month':
      return movedMonths(moment, count)
  }
}

/** The 31st becomes the last day of a shorter month. */
function movedMonths(moment: Date, count: number): number {
  const day = moment.getDate()
  moment.setDate(1)
  moment.setMonth(moment.getMonth() + count)
  const days = new Date(moment.getFullYear(), moment.getMonth() + 1, 0).getDate()
  return moment.setDate(Math.min(day, days))
}

function slicesBetween(startMs: number, endMs: number, unit: SliceUnit): number {
  // Rounded: days in which clocks move are an hour off, and months up to three days.
  return Math.round((floorTo(endMs - 1, unit) - startMs) / LENGTHS_MS[unit]) + 1
}

function mod(value: number, by: number): number {
  return ((value % by) + by) % by
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

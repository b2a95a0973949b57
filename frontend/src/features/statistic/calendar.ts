/** The steps of a chart's time, on the calendar of the user's zone. */

import type { Granularity } from '@/lib/api/models'

export type SliceUnit = Exclude<Granularity, 'year'>

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

const LENGTHS_MS: Record<SliceUnit, number> = {
  minute: MINUTE_MS,
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30.44 * DAY_MS,
}

/** Days and longer by the calendar of the user's zone, in which they differ in length. */
export function floorTo(ms: number, unit: SliceUnit): number {
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

export function moved(ms: number, unit: SliceUnit, count: number): number {
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

export function slicesBetween(startMs: number, endMs: number, unit: SliceUnit): number {
  // Rounded: days in which clocks move are an hour off, and months up to three days.
  return Math.round((floorTo(endMs - 1, unit) - startMs) / LENGTHS_MS[unit]) + 1
}

function mod(value: number, by: number): number {
  return ((value % by) + by) % by
}

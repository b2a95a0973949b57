/** The steps of a chart's time, on the calendar of the user's zone. */

import type { SliceUnit } from '@/components/chart/slices'
import { momentOf, wallClock } from '@/lib/format/zone'

export type { SliceUnit }

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
  const wall = wallClock(ms)
  switch (unit) {
    // Minutes and hours by the instant: the wall clock would leave the hour that it repeats.
    case 'minute':
      return ms - mod(wall.getTime(), MINUTE_MS)
    case 'hour':
      return ms - mod(wall.getTime(), HOUR_MS)
    case 'day':
      break
    case 'week':
      wall.setUTCDate(wall.getUTCDate() - ((wall.getUTCDay() + 6) % 7))
      break
    case 'month':
      wall.setUTCDate(1)
  }
  wall.setUTCHours(0, 0, 0, 0)
  return momentOf(wall)
}

export function moved(ms: number, unit: SliceUnit, count: number): number {
  const wall = wallClock(ms)
  switch (unit) {
    case 'minute':
      return ms + count * MINUTE_MS
    case 'hour':
      return ms + count * HOUR_MS
    case 'day':
      wall.setUTCDate(wall.getUTCDate() + count)
      break
    case 'week':
      wall.setUTCDate(wall.getUTCDate() + 7 * count)
      break
    case 'month':
      moveMonths(wall, count)
  }
  return momentOf(wall)
}

/** The 31st becomes the last day of a shorter month. */
function moveMonths(wall: Date, count: number): void {
  const day = wall.getUTCDate()
  wall.setUTCDate(1)
  wall.setUTCMonth(wall.getUTCMonth() + count)
  const days = new Date(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth() + 1, 0)).getUTCDate()
  wall.setUTCDate(Math.min(day, days))
}

export function slicesBetween(startMs: number, endMs: number, unit: SliceUnit): number {
  // Rounded: days in which clocks move are an hour off, and months up to three days.
  return Math.round((floorTo(endMs - 1, unit) - startMs) / LENGTHS_MS[unit]) + 1
}

function mod(value: number, by: number): number {
  return ((value % by) + by) % by
}

/** Days and times of the user's zone as programs read them. */

import { wallClock } from '@/lib/format/zone'

const MINUTE_MS = 60_000

/** 2026-11-15 */
export function isoDay(moment: number): string {
  return wallClock(moment).toISOString().slice(0, 10)
}

/** 2026-11-15T04:00:00+01:00: what the zone's clocks show, and how far they are from UTC. */
export function isoTime(moment: number): string {
  const wall = wallClock(moment)
  return `${wall.toISOString().slice(0, 19)}${offset(wall.getTime() - moment)}`
}

function offset(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / MINUTE_MS)
  const parts = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'))
  return `${offsetMs < 0 ? '-' : '+'}${parts.join(':')}`
}

import type { Granularity } from '@/lib/api/models'
import { userTimezone } from '@/lib/format/locale'

export const RANGE_NAMES = ['6h', '24h', '7d', '30d'] as const
export type RangeName = (typeof RANGE_NAMES)[number]
export type SliceUnit = Extract<Granularity, 'minute' | 'hour' | 'day'>

export const DEFAULT_RANGE: RangeName = '24h'

interface Range {
  /** Charts have one bar for each: enough to see a shape, few enough to tell apart. */
  slice: SliceUnit
  /** How many of them, the unfinished one included. */
  slices: number
}

export const RANGES: Record<RangeName, Range> = {
  '6h': { slice: 'minute', slices: 6 * 60 },
  '24h': { slice: 'hour', slices: 24 },
  '7d': { slice: 'hour', slices: 7 * 24 },
  '30d': { slice: 'day', slices: 30 },
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

export function isRangeName(value: unknown): value is RangeName {
  return RANGE_NAMES.some((name) => name === value)
}

/** What the API is asked for: from the first slice on until now, in the calendar of the user's zone. */
export function rangeQuery(name: RangeName, now: Date) {
  return {
    start_date: firstSlice(name, now).toISOString(),
    granularity: RANGES[name].slice,
    timezone: userTimezone(),
  }
}

/** A moment in the first slice; the API goes back to where that slice begins. */
function firstSlice(name: RangeName, now: Date): Date {
  const { slice, slices } = RANGES[name]
  switch (slice) {
    case 'minute':
      return new Date(now.getTime() - (slices - 1) * MINUTE_MS)
    case 'hour':
      return new Date(now.getTime() - (slices - 1) * HOUR_MS)
    case 'day':
      // Days differ in length where clocks change, so the calendar counts them.
      return new Date(now.getFullYear(), now.getMonth(), now.getDate() - (slices - 1))
  }
}

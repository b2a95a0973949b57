import type { EndpointHits, EndpointsInView } from '@/features/statistic/api/get-endpoints'
import type { Settled } from '@/features/statistic/api/settled'
import type { Breakdown } from '@/lib/api/models'
import { numberOf } from '@/lib/api/values'

/** Null is what is not known, or is of no calls. */
export interface EndpointRow {
  name: string
  level: number | null
  today: number | null
  week: number | null
  all: number | null
  visits: number
  median: number | null
  p99: number | null
  errors: number | null
  lastRequestedAt: string | null
  /** Visits slice by slice. */
  course: readonly number[] | null
}

export type EndpointColumn = Exclude<keyof EndpointRow, 'course'>

export interface Sorting {
  column: EndpointColumn
  descending: boolean
}

export function endpointRows(
  { list, courses }: EndpointsInView,
  hits: EndpointHits | undefined,
): EndpointRow[] {
  const courseOf = courseReader(courses.answer)
  const today = hitsReader(hits?.today)
  const week = hitsReader(hits?.week)
  const all = hitsReader(hits?.all)
  return list.items.map(({ name, monitor_level, values, last_requested_at }) => ({
    name,
    level: monitor_level,
    today: today(name),
    week: week(name),
    all: all(name),
    visits: numberOf(values, 'total_visits') ?? 0,
    median: numberOf(values, 'median_execution_time'),
    p99: numberOf(values, 'ninety-ninth_percentile_execution_time'),
    errors: numberOf(values, 'error_rate'),
    lastRequestedAt: last_requested_at,
    course: courseOf(name),
  }))
}

/** An endpoint without a row was not called, unless rows beyond the busiest were put together. */
function hitsReader(hits: Settled<Breakdown> | undefined): (endpoint: string) => number | null {
  const rows = hits?.answer?.rows
  if (rows === undefined) return () => null
  const calls = new Map(rows.map((row) => [row.key, row.calls]))
  const absent = calls.has(null) ? null : 0
  return (endpoint) => calls.get(endpoint) ?? absent
}

function courseReader(breakdown: Breakdown | null): (endpoint: string) => readonly number[] | null {
  const courses = new Map(
    (breakdown?.rows ?? []).map(({ key, slices }) => [
      key,
      (slices ?? []).map((values) => numberOf(values, 'total_visits') ?? 0),
    ]),
  )
  return (endpoint) => courses.get(endpoint) ?? null
}

/** Rows with a part of the name, in order: those without a value stay last, whichever way; equal ones by name. */
export function shownRows(
  rows: readonly EndpointRow[],
  wanted: string,
  { column, descending }: Sorting,
): EndpointRow[] {
  const part = wanted.trim().toLowerCase()
  return rows
    .filter((row) => row.name.toLowerCase().includes(part))
    .sort((one, other) => {
      const a = one[column]
      const b = other[column]
      if (a === null || b === null) return Number(a === null) - Number(b === null) || byName(one, other)
      const order = compare(a, b)
      return (descending ? -order : order) || byName(one, other)
    })
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a).localeCompare(String(b))
}

function byName(one: EndpointRow, other: EndpointRow): number {
  return one.name.localeCompare(other.name)
}

import type { EndpointList } from '@/lib/api/models'
import { numberOf } from '@/lib/api/values'

export interface EndpointRow {
  name: string
  visits: number
  median: number | null
  p99: number | null
  slowest: number | null
  lastRequestedAt: string | null
}

export type EndpointColumn = keyof EndpointRow

export interface Sorting {
  column: EndpointColumn
  descending: boolean
}

export function endpointRows({ items }: EndpointList): EndpointRow[] {
  return items.map(({ name, values, last_requested_at }) => ({
    name,
    visits: numberOf(values, 'total_visits') ?? 0,
    median: numberOf(values, 'median_execution_time'),
    p99: numberOf(values, 'ninety-ninth_percentile_execution_time'),
    slowest: numberOf(values, 'slowest_measured_execution_time'),
    lastRequestedAt: last_requested_at,
  }))
}

/** Rows without a value stay last, whichever way is sorted; equal ones by name. */
export function sortedRows(rows: readonly EndpointRow[], { column, descending }: Sorting): EndpointRow[] {
  return [...rows].sort((one, other) => {
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

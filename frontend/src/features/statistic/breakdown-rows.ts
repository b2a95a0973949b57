import type { Breakdown } from '@/lib/api/models'
import { numberOf } from '@/lib/api/values'

export interface BreakdownRow {
  /** Null for all others together, which stay last. */
  key: string | null
  calls: number
  median: number | null
  p99: number | null
  slowest: number | null
  errors: number | null
}

export type BreakdownColumn = Exclude<keyof BreakdownRow, 'key'>

export const BREAKDOWN_COLUMNS: readonly BreakdownColumn[] = ['calls', 'median', 'p99', 'slowest', 'errors']

export function breakdownRows({ rows }: Breakdown): BreakdownRow[] {
  return rows.map(({ key, calls, values }) => ({
    key,
    calls,
    median: numberOf(values ?? {}, 'median_execution_time'),
    p99: numberOf(values ?? {}, 'ninety-ninth_percentile_execution_time'),
    slowest: numberOf(values ?? {}, 'slowest_measured_execution_time'),
    errors: numberOf(values ?? {}, 'error_rate'),
  }))
}

/** The largest first, as that is what people look for; rows without a value below, all others together last. */
export function sortedBy(rows: readonly BreakdownRow[], column: BreakdownColumn): BreakdownRow[] {
  const rank = ({ key, [column]: value }: BreakdownRow) => (key === null ? -2 : (value ?? -1))
  return [...rows].sort((one, other) => rank(other) - rank(one))
}

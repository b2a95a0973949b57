import type { Breakdown } from '@/lib/api/models'
import { numberOf } from '@/lib/api/values'

export interface VersionRow {
  /** Null is the rest together: of very many versions. */
  name: string | null
  visits: number
  /** Of all calls shown, from 0 to 1. */
  share: number
  median: number | null
  /** How much slower its median is than that of the version before it; null where there is none. */
  change: number | null
  p90: number | null
  p99: number | null
  errors: number | null
}

/** The newest first, each against the one that came before it. */
export function versionRows({ rows }: Breakdown): VersionRow[] {
  const total = rows.reduce((sum, { calls }) => sum + calls, 0)
  const inOrder = rows.map(({ key, calls, values }, index) => {
    const median = numberOf(values ?? {}, 'median_execution_time')
    const before = index === 0 ? null : numberOf(rows[index - 1]?.values ?? {}, 'median_execution_time')
    return {
      name: key,
      visits: calls,
      share: total === 0 ? 0 : calls / total,
      median,
      change: key === null || median === null || !before ? null : median / before - 1,
      p90: numberOf(values ?? {}, 'ninetieth_percentile_execution_time'),
      p99: numberOf(values ?? {}, 'ninety-ninth_percentile_execution_time'),
      errors: numberOf(values ?? {}, 'error_rate'),
    }
  })
  const named = inOrder.filter((row) => row.name !== null).reverse()
  return [...named, ...inOrder.filter((row) => row.name === null)]
}

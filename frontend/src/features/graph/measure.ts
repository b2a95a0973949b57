import type { GraphStatistic } from '@/features/graph/draft'
import {
  formatCount,
  formatCountShort,
  formatExecutionTime,
  formatShare,
  NO_VALUE,
} from '@/lib/format/number'

/** How a statistic reads. */
export interface Measure {
  /** Of the plain values, in a file. */
  unit?: string
  /** Only whole numbers can be. */
  whole: boolean
  format: (value: number | null) => string
  formatTick: (value: number) => string
}

const TIME: Measure = {
  unit: 'ms',
  whole: false,
  format: (value) => formatExecutionTime(value),
  formatTick: (value) => formatExecutionTime(value),
}

const COUNT: Measure = {
  whole: true,
  format: (value) => (value === null ? NO_VALUE : formatCount(value)),
  formatTick: (value) => formatCountShort(value),
}

const NUMBER: Measure = { ...COUNT, whole: false }

const SHARE: Measure = {
  whole: false,
  format: (value) => (value === null ? NO_VALUE : formatShare(value)),
  formatTick: (value) => formatShare(value),
}

const OTHERS: Partial<Record<GraphStatistic, Measure>> = {
  total_visits: COUNT,
  unique_visitors: COUNT,
  calls_per_minute: NUMBER,
  apdex: NUMBER,
  error_rate: SHARE,
}

export function measureOf(statistic: GraphStatistic): Measure {
  return OTHERS[statistic] ?? TIME
}

import type { StatisticName, StatisticValues } from '@/lib/api/models'

/** A statistic that is a number; null where there was no call to compute it from. */
export function numberOf(values: StatisticValues, name: StatisticName): number | null {
  const value = values[name]
  return typeof value === 'number' ? value : null
}

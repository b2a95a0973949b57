import { userLocale } from '@/lib/format/locale'
import { numberFormat } from '@/lib/format/number'

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
const STEP = 1000

/** Three digits and a unit of thousands: 8.36 GB. */
export function formatBytes(bytes: number, locale = userLocale()): string {
  let value = bytes
  let power = 0
  while (value >= STEP && power < UNITS.length - 1) {
    value /= STEP
    power += 1
  }
  return numberFormat(locale, {
    style: 'unit',
    unit: UNITS[power] ?? 'byte',
    maximumSignificantDigits: 3,
  }).format(value)
}

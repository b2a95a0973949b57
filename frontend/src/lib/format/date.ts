import { messageLocale, userLocale } from '@/lib/format/locale'
import { numberFormat } from '@/lib/format/number'
import { dateFormat } from '@/lib/format/zone'

/** A day with its year, for what may be far away. */
export function formatDate(moment: number, locale = userLocale()): string {
  return dateFormat(locale, { dateStyle: 'medium' }).format(moment)
}

const MINUTE_SECONDS = 60
const HOUR_SECONDS = 3600

/** A time to wait, roughly and never too short: "2 minutes". */
export function formatWait(seconds: number): string {
  if (seconds < MINUTE_SECONDS) return inUnits(seconds, 'second')
  if (seconds < HOUR_SECONDS) return inUnits(seconds / MINUTE_SECONDS, 'minute')
  return inUnits(seconds / HOUR_SECONDS, 'hour')
}

function inUnits(count: number, unit: 'second' | 'minute' | 'hour'): string {
  return numberFormat(messageLocale, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.ceil(count))
}

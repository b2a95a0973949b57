import { userLocale } from '@/lib/format/locale'

/** A number and its unit, apart: the unit is shown smaller. */
export interface Quantity {
  value: string
  unit: string
}

export const NO_VALUE = '–'

const SIGNIFICANT_DIGITS = 3
const MS_PER_SECOND = 1000
// More than this is told as a multiple: nobody sees in +1,240 % that it is 13 times as much.
const CHANGE_IN_PERCENT_MAX = 2

const formats = new Map<string, Intl.NumberFormat>()

/** Making one takes a hundred times as long as using it, and a page has hundreds of numbers. */
export function numberFormat(locale: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  const key = JSON.stringify([locale, options])
  const format = formats.get(key) ?? new Intl.NumberFormat(locale, options)
  formats.set(key, format)
  return format
}

export function formatCount(count: number, locale = userLocale()): string {
  return numberFormat(locale).format(count)
}

/** Short, for axes and tight places: 12K. */
export function formatCountShort(count: number, locale = userLocale()): string {
  return numberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(count)
}

export function formatFraction(fraction: number, locale = userLocale()): string {
  return numberFormat(locale, { style: 'percent' }).format(fraction)
}

/** A share with enough digits to tell one in a thousand: 0.4 %. */
export function formatShare(share: number, locale = userLocale()): string {
  return numberFormat(locale, { style: 'percent', maximumSignificantDigits: 2 }).format(share)
}

/** What the API gives in percent; 99.98 % is not 100 %. */
export function formatPercent(percent: number | null, locale = userLocale()): string {
  if (percent === null) return NO_VALUE
  // Cut, not rounded: only what is whole is shown as whole.
  const share = Math.floor(percent * 100) / 10_000
  return numberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(share)
}

/** By how much something grew, with no digit that nobody reads: +12 %, -3.4 %; beyond three times as much ×4.2. */
export function formatChange(change: number, locale = userLocale()): string {
  if (change > CHANGE_IN_PERCENT_MAX) {
    return `×${numberFormat(locale, { maximumSignificantDigits: 2 }).format(change + 1)}`
  }
  return numberFormat(locale, {
    style: 'percent',
    maximumSignificantDigits: 2,
    maximumFractionDigits: 1,
    roundingPriority: 'lessPrecision',
    signDisplay: 'exceptZero',
  }).format(change)
}

/** An execution time as people read it: three digits, in milliseconds or, from a second on, in seconds. */
export function executionTime(milliseconds: number | null, locale = userLocale()): Quantity {
  if (milliseconds === null) return { value: NO_VALUE, unit: '' }
  const seconds = Math.abs(milliseconds) >= MS_PER_SECOND
  return {
    value: threeDigits(seconds ? milliseconds / MS_PER_SECOND : milliseconds, locale),
    unit: seconds ? 's' : 'ms',
  }
}

export function formatExecutionTime(milliseconds: number | null, locale = userLocale()): string {
  const { value, unit } = executionTime(milliseconds, locale)
  return unit === '' ? value : `${value} ${unit}`
}

/** Digits before the point always stay, so 1234.5 is 1,235. */
function threeDigits(value: number, locale: string): string {
  const wholeDigits = String(Math.trunc(Math.abs(value))).length
  return numberFormat(locale, {
    maximumFractionDigits: Math.max(0, SIGNIFICANT_DIGITS - wholeDigits),
  }).format(value)
}

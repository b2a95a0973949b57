import { messageLocale, userLocale } from '@/lib/format/locale'
import { numberFormat } from '@/lib/format/number'
import { dateFormat, momentOf, wallClock } from '@/lib/format/zone'

const SECOND_MS = 1000
const STEPS: readonly { unit: Intl.RelativeTimeFormatUnit; ms: number }[] = [
  { unit: 'day', ms: 86_400 * SECOND_MS },
  { unit: 'hour', ms: 3600 * SECOND_MS },
  { unit: 'minute', ms: 60 * SECOND_MS },
  { unit: 'second', ms: SECOND_MS },
]

const agoFormat = new Intl.RelativeTimeFormat(messageLocale, { numeric: 'always' })

/** How long ago: "3 min ago". A moment slightly ahead of this machine's clock is "now". */
export function formatAgo(moment: number, now: number): string {
  const agoMs = now - moment
  const step = STEPS.find(({ ms }) => agoMs >= ms)
  if (step === undefined) return 'now'
  return agoFormat.format(-Math.floor(agoMs / step.ms), step.unit)
}

/** How long: 3 min, 2 hr. */
export function formatDuration(seconds: number): string {
  const step = STEPS.find(({ ms }) => seconds * SECOND_MS >= ms) ?? { unit: 'second', ms: SECOND_MS }
  return numberFormat(messageLocale, {
    style: 'unit',
    unit: step.unit,
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format((seconds * SECOND_MS) / step.ms)
}

const MOMENT: Intl.DateTimeFormatOptions = {
  day: 'numeric',
  month: 'short',
  hour: 'numeric',
  minute: '2-digit',
}

/** Day and time to the minute, as of the user's zone. */
export function formatMoment(moment: number, locale = userLocale()): string {
  return dateFormat(locale, MOMENT).format(moment)
}

/** The same with the year, where any may be meant. */
export function formatMomentOfYear(moment: number, locale = userLocale()): string {
  return dateFormat(locale, { ...MOMENT, year: 'numeric' }).format(moment)
}

/** All there is to say about a moment, for a hover. */
export function formatMomentInFull(moment: number, locale = userLocale()): string {
  return dateFormat(locale, { dateStyle: 'full', timeStyle: 'long' }).format(moment)
}

export function formatDay(moment: number, locale = userLocale()): string {
  return dateFormat(locale, { weekday: 'short', day: 'numeric', month: 'short' }).format(moment)
}

export function formatDayShort(moment: number, locale = userLocale()): string {
  return dateFormat(locale, { day: 'numeric', month: 'short' }).format(moment)
}

export function formatClock(moment: number, locale = userLocale()): string {
  return dateFormat(locale, { timeStyle: 'short' }).format(moment)
}

/** A full hour, short: 4 PM where clocks have twelve hours, else 16:00. */
export function formatHour(moment: number, locale = userLocale()): string {
  const format = dateFormat(locale, { hour: 'numeric' })
  return format.resolvedOptions().hour12 === true ? format.format(moment) : formatClock(moment, locale)
}

export function formatMonthShort(moment: number, locale = userLocale()): string {
  return dateFormat(locale, { month: 'short' }).format(moment)
}

export function formatWeekday(moment: number, locale = userLocale()): string {
  return dateFormat(locale, { weekday: 'short' }).format(moment)
}

/** As fields of forms have it: the wall clock of the user's zone, 2026-11-21T13:30. */
export function localText(moment: number): string {
  return wallClock(moment).toISOString().slice(0, 16)
}

/** The moment that a field of a form means; not a number where it means none. */
export function localMoment(text: string): number {
  return momentOf(new Date(`${text}Z`))
}

export function formatMonth(moment: number, locale = userLocale()): string {
  return dateFormat(locale, { month: 'long', year: 'numeric' }).format(moment)
}

/** The zone in which pages show times and statistics are sliced, and its wall clock. */

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** What an account says instead of a zone's name, where each device shows its own. */
export const DEVICE_ZONE = 'device'

let chosen: string | undefined
let device: string | undefined
let clock: Intl.DateTimeFormat | undefined
const formats = new Map<string, Intl.DateTimeFormat>()

/** An IANA name, or DEVICE_ZONE. */
export function chooseTimezone(zone: string): void {
  chosen = zone === DEVICE_ZONE ? undefined : zone
  clock = chosen === undefined ? undefined : clockOf(chosen)
}

/** The zone's IANA name. */
export function userTimezone(): string {
  return chosen ?? deviceTimezone()
}

export function deviceTimezone(): string {
  // As with formats: to look takes long, and each part of a page asks.
  return (device ??= new Intl.DateTimeFormat().resolvedOptions().timeZone)
}

/** How dates are written, in the user's zone. */
export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  // Making one takes a hundred times as long as using it, and a page has hundreds of dates.
  const key = JSON.stringify([locale, chosen, options])
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: chosen })
  formats.set(key, format)
  return format
}

/** What the zone's clocks and calendars show at a moment: in the UTC fields, which can be set. */
export function wallClock(moment: number): Date {
  return new Date(moment + offsetMs(moment))
}

/**
 * The moment at which the zone's clocks show that. Of what they show twice it is the first; what they skip counts
 * on from before, as everywhere in JavaScript.
 */
export function momentOf(wall: Date): number {
  const wallMs = wall.getTime()
  if (Number.isNaN(wallMs)) return NaN
  const before = offsetMs(wallMs - DAY_MS)
  const after = offsetMs(wallMs + DAY_MS)
  const isAfter = offsetMs(wallMs - before) !== before && offsetMs(wallMs - after) === after
  return wallMs - (isAfter ? after : before)
}

function offsetMs(moment: number): number {
  if (clock === undefined) return -new Date(moment).getTimezoneOffset() * MINUTE_MS
  const shown: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {}
  for (const { type, value } of clock.formatToParts(moment)) shown[type] = Number(value)
  const { year = 0, month = 1, day, hour, minute, second } = shown
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
}

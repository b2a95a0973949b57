const DAY_MS = 86_400_000

/** The moment that many days from now, as the API takes it. */
export function inDays(days: number, now = Date.now()): string {
  return new Date(now + days * DAY_MS).toISOString()
}

/** What a wallboard shows, as its address says it. */
export interface WallboardView {
  /** Seconds that each dashboard is shown. */
  every?: number
  /** Ids of dashboards, with commas between them; without, all. */
  dashboards?: string
}

export const EVERY_SECONDS_DEFAULT = 20
// How often it asks for what is new.
export const REFETCH_MS = 15_000
const EVERY_SECONDS_MIN = 5
const EVERY_SECONDS_MAX = 3600

export function wallboardView({ every, dashboards }: Record<string, unknown>): WallboardView {
  const seconds = Number(every)
  return {
    ...(every !== undefined && Number.isFinite(seconds)
      ? { every: Math.min(Math.max(Math.round(seconds), EVERY_SECONDS_MIN), EVERY_SECONDS_MAX) }
      : {}),
    ...(typeof dashboards === 'string' && dashboards !== '' ? { dashboards } : {}),
  }
}

/** The secrets of links, as they stand behind the # of an address. */
export function secretsOf(hash: string): string[] {
  return hash.replace(/^#/, '').split(',').filter(Boolean)
}

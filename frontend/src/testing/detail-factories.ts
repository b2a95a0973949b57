import type { Dashboard, DashboardDetail, Downtime } from '@/lib/api/models'

/** A dashboard as its own page gets it. */
export function makeDetail(row: Dashboard, given: Partial<DashboardDetail> = {}): DashboardDetail {
  return {
    ...row,
    statistics: null,
    audit: null,
    uptime: { status: 'unknown', since: null, error: null, quiet: false, quiet_since: null },
    ...given,
    applied: { rules: [], dead_letters: 0, ...row.applied, ...given.applied },
  }
}

/** Of one day that nothing is known of. */
export function makeDowntime(given: Partial<Downtime> = {}): Downtime {
  const tally = { downtime_seconds: 0, observed_seconds: 0, uptime_percent: null }
  return {
    start: '2026-11-20T23:00:00Z',
    end: '2026-11-21T23:00:00Z',
    total: tally,
    days: [{ ...tally, date: '2026-11-21', downtime_count: 0, downtimes: [] }],
    now: { status: 'unknown', since: null, error: null, quiet: false, quiet_since: null },
    ...given,
  }
}

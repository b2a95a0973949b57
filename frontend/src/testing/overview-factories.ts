import type { OverviewItem } from '@/lib/api/models'
import { makeDashboard } from '@/testing/factories'

/** An hour's visits and 95th percentile grow from 1 on; the day before had half of the visits. */
export function makeOverviewItem(given: Partial<OverviewItem> = {}): OverviewItem {
  const hours = Array.from({ length: 25 }, (_, hour) => hour + 1)
  return {
    dashboard: makeDashboard(),
    uptime: { status: 'up', since: '2026-11-01T00:00:00Z', error: null, quiet: false, quiet_since: null },
    uptime_percent: 99.987,
    totals: { visits: 1200, p95_execution_time: 110 },
    totals_before: { visits: 600, p95_execution_time: 100 },
    visits: hours,
    p95_execution_time: hours.map((hour) => (hour < 25 ? hour : null)),
    ...given,
  }
}

/** One after the other: fine and busy, slower than before; down; not read yet. */
export function makeThreeItems(): OverviewItem[] {
  return [
    makeOverviewItem({
      dashboard: makeDashboard({ id: 'd0000000-0000-4000-8000-00000000000a', name: 'Web shop' }),
      totals: { visits: 900, p95_execution_time: 150 },
      totals_before: { visits: 1000, p95_execution_time: 100 },
    }),
    makeOverviewItem({
      dashboard: makeDashboard({
        id: 'd0000000-0000-4000-8000-00000000000b',
        name: 'Billing',
        url: 'https://billing.example/dashboard',
      }),
      uptime: {
        status: 'down',
        since: '2026-11-21T12:00:00Z',
        error: 'timeout',
        quiet: false,
        quiet_since: null,
      },
      uptime_percent: 97.5,
      totals: { visits: 50, p95_execution_time: 20 },
      totals_before: { visits: 25, p95_execution_time: 20 },
    }),
    makeOverviewItem({
      dashboard: makeDashboard({
        id: 'd0000000-0000-4000-8000-00000000000c',
        name: 'Accounts',
        state: 'not_initialized',
        url: 'https://accounts.example/dashboard',
      }),
      uptime_percent: null,
      totals: { visits: 0, p95_execution_time: null },
      totals_before: { visits: 0, p95_execution_time: null },
      visits: Array.from({ length: 25 }, () => 0),
      p95_execution_time: Array.from({ length: 25 }, () => null),
    }),
  ]
}

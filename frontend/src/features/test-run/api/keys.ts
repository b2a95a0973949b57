import { dashboardKey } from '@/lib/api/query-keys'

// Runs arrive at the pace of a CI.
export const REFETCH_MS = 60_000

export function testRunsKey(dashboardId: string) {
  return [...dashboardKey(dashboardId), 'test-runs'] as const
}

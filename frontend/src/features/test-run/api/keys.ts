// Runs arrive at the pace of a CI.
export const REFETCH_MS = 60_000

// Not below the dashboard's own key: no call that arrives changes its test runs.
export function testRunsKey(dashboardId: string) {
  return ['test-runs', dashboardId] as const
}

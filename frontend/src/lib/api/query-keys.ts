/**
 * The roots of all keys that hold a dashboard's data, so that what listens for moves can invalidate it without
 * knowing the features that asked. The rest of each key stands beside its request.
 */
export const dashboardsKey = ['dashboards'] as const
export const dashboardListKey = ['dashboards', 'list'] as const

export function dashboardKey(dashboardId: string) {
  return ['dashboards', 'one', dashboardId] as const
}

/** Of the dashboard itself. */
export function dashboardDetailKey(dashboardId: string) {
  return [...dashboardKey(dashboardId), 'dashboard'] as const
}

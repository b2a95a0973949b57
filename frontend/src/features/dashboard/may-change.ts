import type { Dashboard } from '@/lib/api/models'

/** Whether who looks at a dashboard may also change it; not before it is known which one it is. */
export function mayChange(dashboard: Dashboard | undefined): boolean {
  return dashboard !== undefined && dashboard.role !== 'viewer'
}

import { ApiError } from '@/lib/api/api-error'

/** Whether PyDash looked at the app in vain, or could not look: it may still be right, only not yet. */
export function isAboutTheApp(error: Error | null): boolean {
  if (!(error instanceof ApiError)) return false
  const { type } = error.problem
  return type.startsWith('/problems/source-') || type === '/problems/fetcher-away'
}

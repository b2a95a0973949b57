import { validateView, type View } from '@/features/statistic/view'
import { testsSearch, type TestsSearch } from '@/features/test-run/selection'

/** What all pages of a dashboard are about, and so pass on to each other, whether they show it or not. */
export function timeAndFilters(search: object): View {
  return validateView({ ...search })
}

export function validateTestsSearch(search: Record<string, unknown>): View & TestsSearch {
  return { ...timeAndFilters(search), ...testsSearch(search) }
}

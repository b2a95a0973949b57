import type { SliceUnit } from '@/components/chart/slices'

/** Of which calls a page's graphs are; each graph's own filters come on top. */
export interface Asked {
  dashboardId: string
  /** All that the answers depend on, beside the graph. */
  key: unknown
  /** Whether it can be asked already. */
  isComplete: boolean
  /** In words, for those who do not see the page. */
  words: string
  /** The time and the page's filters as fields of a request, as they are now, and the slice that suits the time. */
  now: () => {
    slice: SliceUnit
    fields: {
      start_date: string
      end_date?: string
      granularity: SliceUnit
      timezone: string
      endpoint?: string
      version?: string
      group_by?: string
      ip?: string
    }
  }
}

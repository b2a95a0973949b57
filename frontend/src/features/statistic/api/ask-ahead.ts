import type { QueryClient } from '@tanstack/react-query'

import { seriesQuery } from '@/features/statistic/api/get-series'
import { totalsQuery } from '@/features/statistic/api/get-totals'
import { isComplete, type Question } from '@/features/statistic/question'

/**
 * Asks what is above all else on a page of statistics, before the page is drawn for the question: the answer is on its
 * way meanwhile, and does not wait for what is below.
 */
export function askAhead(queryClient: QueryClient, question: Question): void {
  if (!isComplete(question)) return
  // The page asks again by itself, and says what is wrong.
  queryClient.query(totalsQuery(question)).catch(() => undefined)
  queryClient.query(seriesQuery(question)).catch(() => undefined)
}

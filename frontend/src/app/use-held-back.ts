import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useState } from 'react'

import { seriesQuery } from '@/features/statistic/api/get-series'
import type { Question } from '@/features/statistic/question'

// Hardly to be noticed.
const HELD_BACK_MS = 150

/**
 * The question for what is below the chart of a page. It follows the page's own once the chart is drawn for that, so
 * that the chart does not wait for the rest; where its answer is slow, after a moment.
 */
export function useHeldBack(question: Question): Question {
  const { isPlaceholderData } = useQuery(seriesQuery(question))
  const [held, setHeld] = useState(question)
  if (held !== question && (!isPlaceholderData || held.dashboardId !== question.dashboardId))
    setHeld(question)
  useEffect(() => {
    if (held === question) return undefined
    const timer = setTimeout(() => {
      setHeld(question)
    }, HELD_BACK_MS)
    return () => {
      clearTimeout(timer)
    }
  }, [held, question])
  const deferred = useDeferredValue(held)
  return deferred.dashboardId === question.dashboardId ? deferred : question
}

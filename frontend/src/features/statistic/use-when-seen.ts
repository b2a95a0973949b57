import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { type RefObject, useRef } from 'react'

import type { Answered, panelQuery } from '@/features/statistic/api/panel-query'
import { isComplete, type Question } from '@/features/statistic/question'
import { useSeen } from '@/hooks/use-seen'

interface WhenSeen<Answer> {
  /** Of the element whose coming into view counts. */
  place: RefObject<HTMLDivElement | null>
  query: UseQueryResult<Answered<Answer>>
}

/** Asks when the panel comes into view: most of a page is below what is looked at. */
export function useWhenSeen<Answer>(
  question: Question,
  asked: ReturnType<typeof panelQuery<Answer>>,
): WhenSeen<Answer> {
  const place = useRef<HTMLDivElement>(null)
  const seen = useSeen(place)
  return { place, query: useQuery({ ...asked, enabled: seen && isComplete(question) }) }
}

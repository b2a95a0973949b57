import { useQuery } from '@tanstack/react-query'

import { EmptyNotice } from '@/components/empty-notice'
import { Panel } from '@/components/panel'
import { breakdownQuery } from '@/features/statistic/api/get-breakdown'
import { BreakdownTable } from '@/features/statistic/components/breakdown-table'
import { messages } from '@/features/statistic/messages'
import type { Question } from '@/features/statistic/question'
import { spreadMessages } from '@/features/statistic/spread-messages'

const HEIGHT = 280

interface BreakdownPanelProps {
  question: Question
  by: keyof typeof spreadMessages.breakdowns
}

/** How the busiest users, addresses or status codes fare, one by one. */
export function BreakdownPanel({ question, by }: BreakdownPanelProps) {
  const query = useQuery(breakdownQuery(question, by))
  const { title } = spreadMessages.breakdowns[by]
  return (
    <Panel
      title={title}
      query={query}
      height={HEIGHT}
      empty={({ view, answer }) =>
        answer.rows.length === 0 ? (
          <EmptyNotice title={messages.noCallsInView(view)}>{messages.noCallsHint}</EmptyNotice>
        ) : undefined
      }
    >
      {({ answer }) => <BreakdownTable title={title} breakdown={answer} by={by} />}
    </Panel>
  )
}

import { EmptyNotice } from '@/components/empty-notice'
import { Panel } from '@/components/panel'
import { breakdownQuery } from '@/features/statistic/api/get-breakdown'
import { BreakdownTable } from '@/features/statistic/components/breakdown-table'
import styles from '@/features/statistic/components/chart-panel.module.css'
import { messages } from '@/features/statistic/messages'
import type { Question } from '@/features/statistic/question'
import { spreadMessages } from '@/features/statistic/spread-messages'
import { useWhenSeen } from '@/features/statistic/use-when-seen'

const HEIGHT = 280

interface BreakdownPanelProps {
  question: Question
  by: keyof typeof spreadMessages.breakdowns
}

/** How the busiest users or addresses fare, one by one. Asked for when it comes into view. */
export function BreakdownPanel({ question, by }: BreakdownPanelProps) {
  const { place, query } = useWhenSeen(question, breakdownQuery(question, by))
  const { title } = spreadMessages.breakdowns[by]
  return (
    <div ref={place} className={styles.place}>
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
    </div>
  )
}

import { useState } from 'react'

import { EmptyNotice } from '@/components/empty-notice'
import { Panel } from '@/components/panel'
import { SegmentedControl } from '@/components/segmented-control'
import { matrixQuery } from '@/features/statistic/api/get-matrix'
import styles from '@/features/statistic/components/chart-panel.module.css'
import { MatrixTable } from '@/features/statistic/components/matrix-table'
import { timeMeasure } from '@/features/statistic/matrix-measure'
import { messages } from '@/features/statistic/messages'
import type { Question } from '@/features/statistic/question'
import { spreadMessages } from '@/features/statistic/spread-messages'
import { useWhenSeen } from '@/features/statistic/use-when-seen'
import type { Matrix } from '@/lib/api/models'

const HEIGHT = 320
const KINDS: readonly Matrix['by'][] = ['group_by', 'ip']

interface MatrixPanelProps {
  question: Question
}

/** Whom a version made slower: versions against users or addresses. Asked for when it comes into view. */
export function MatrixPanel({ question }: MatrixPanelProps) {
  const [by, setBy] = useState<Matrix['by']>('group_by')
  const { place, query } = useWhenSeen(question, matrixQuery(question, by))
  return (
    <Panel
      title={spreadMessages.matrix}
      query={query}
      height={HEIGHT}
      tools={
        <SegmentedControl
          legend={spreadMessages.matrixBy}
          name="matrix-by"
          options={KINDS.map((value) => ({ value, label: spreadMessages.matrixKinds[value] }))}
          value={by}
          onChange={setBy}
        />
      }
      empty={({ view, answer }) =>
        answer.rows.length === 0 ? (
          <EmptyNotice title={messages.noCallsInView(view)}>{messages.noCallsHint}</EmptyNotice>
        ) : undefined
      }
    >
      {({ view, answer }) => (
        <MatrixTable
          label={`${spreadMessages.matrix}, ${messages.timeWords(view)}`}
          matrix={answer}
          measure={timeMeasure(answer)}
        />
      )}
    </Panel>
  )
}

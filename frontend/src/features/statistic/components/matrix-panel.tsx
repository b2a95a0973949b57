import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { EmptyNotice } from '@/components/empty-notice'
import { Panel } from '@/components/panel'
import { SegmentedControl } from '@/components/segmented-control'
import { matrixQuery } from '@/features/statistic/api/get-matrix'
import { MatrixTable } from '@/features/statistic/components/matrix-table'
import { timeMeasure } from '@/features/statistic/matrix-measure'
import { messages } from '@/features/statistic/messages'
import type { Question } from '@/features/statistic/question'
import { spreadMessages } from '@/features/statistic/spread-messages'

const HEIGHT = 320
const KINDS = ['group_by', 'ip'] as const

interface MatrixPanelProps {
  question: Question
}

/** Whom a version made slower: versions against users or addresses. */
export function MatrixPanel({ question }: MatrixPanelProps) {
  const [by, setBy] = useState<(typeof KINDS)[number]>('group_by')
  const query = useQuery(matrixQuery(question, by))
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
          label={messages.chartLabel(spreadMessages.matrix, view)}
          matrix={answer}
          measure={timeMeasure(answer)}
        />
      )}
    </Panel>
  )
}

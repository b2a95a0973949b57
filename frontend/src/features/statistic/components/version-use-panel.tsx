import { useQuery } from '@tanstack/react-query'

import { EmptyNotice } from '@/components/empty-notice'
import { Panel } from '@/components/panel'
import { matrixQuery } from '@/features/statistic/api/get-matrix'
import { MatrixTable } from '@/features/statistic/components/matrix-table'
import { shareMeasure } from '@/features/statistic/matrix-measure'
import { messages } from '@/features/statistic/messages'
import type { Question } from '@/features/statistic/question'
import { spreadMessages } from '@/features/statistic/spread-messages'

const HEIGHT = 320

interface VersionUsePanelProps {
  question: Question
}

/** What each version was used for: the share of its calls that each endpoint had. */
export function VersionUsePanel({ question }: VersionUsePanelProps) {
  const query = useQuery(matrixQuery(question, 'endpoint'))
  return (
    <Panel
      title={spreadMessages.versionUse}
      query={query}
      height={HEIGHT}
      empty={({ view, answer }) =>
        answer.rows.length === 0 ? (
          <EmptyNotice title={messages.noCallsInView(view)}>{messages.noCallsHint}</EmptyNotice>
        ) : undefined
      }
    >
      {({ view, answer }) => (
        <MatrixTable
          label={messages.chartLabel(spreadMessages.versionUse, view)}
          matrix={answer}
          measure={shareMeasure(answer)}
        />
      )}
    </Panel>
  )
}

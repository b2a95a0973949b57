import { useQuery } from '@tanstack/react-query'

import { EmptyNotice } from '@/components/empty-notice'
import { Panel } from '@/components/panel'
import { versionsQuery } from '@/features/statistic/api/get-versions'
import { VersionsTable } from '@/features/statistic/components/versions-table'
import { messages } from '@/features/statistic/messages'
import type { Question } from '@/features/statistic/question'
import { type View, withFilter } from '@/features/statistic/view'

const HEIGHT = 200

interface VersionsPanelProps {
  question: Question
  /** One version was chosen, or none any more. */
  onChange: (view: View) => void
}

/** How each version of the app did: which one made it slower. */
export function VersionsPanel({ question, onChange }: VersionsPanelProps) {
  const query = useQuery(versionsQuery(question))
  const { view } = question
  return (
    <Panel
      title={messages.versions}
      query={query}
      height={HEIGHT}
      empty={({ view: shown, answer }) =>
        answer.rows.length === 0 ? (
          <EmptyNotice title={messages.noCallsInView(shown)}>{messages.noVersionsHint}</EmptyNotice>
        ) : undefined
      }
    >
      {({ view: shown, answer }) => (
        <VersionsTable
          view={shown}
          breakdown={answer}
          selected={view.version}
          onSelect={(version) => {
            onChange(withFilter(view, 'version', version))
          }}
        />
      )}
    </Panel>
  )
}

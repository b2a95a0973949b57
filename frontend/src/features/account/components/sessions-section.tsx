import { useQuery } from '@tanstack/react-query'

import { Button } from '@/components/button'
import { ErrorNotice } from '@/components/error-notice'
import { Item, ItemList } from '@/components/item-list'
import { PanelBody } from '@/components/panel'
import { RelativeTime } from '@/components/relative-time'
import { Section } from '@/components/section'
import { useEndSession } from '@/features/account/api/end-session'
import { sessionsQuery } from '@/features/account/api/get-sessions'
import { useLogoutEverywhere } from '@/features/account/api/logout-everywhere'
import { programOf } from '@/features/account/program'
import { settingsMessages as messages } from '@/features/account/settings-messages'

const HEIGHT = 120

interface SessionsSectionProps {
  onSignedOut: () => void
}

export function SessionsSection({ onSignedOut }: SessionsSectionProps) {
  const query = useQuery(sessionsQuery)
  const endOne = useEndSession()
  const endAll = useLogoutEverywhere()
  const error = endOne.error ?? endAll.error
  return (
    <Section title={messages.sessions} intro={<p>{messages.sessionsIntro}</p>}>
      <PanelBody title={messages.sessions} query={query} height={HEIGHT}>
        {({ items }) => (
          <ItemList>
            {items.map((session) => {
              const program = programOf(session.user_agent)
              return (
                <Item
                  key={session.id}
                  title={<span title={session.user_agent}>{program}</span>}
                  facts={[
                    session.current && messages.thisSession,
                    <>
                      {messages.signedIn} <RelativeTime moment={session.created_at} />
                    </>,
                    <>
                      {messages.lastUsed} <RelativeTime moment={session.last_used_at} />
                    </>,
                  ]}
                  actions={
                    !session.current && (
                      <Button
                        aria-label={messages.endSessionOf(program)}
                        busy={endOne.isPending && endOne.variables === session.id}
                        onClick={() => {
                          endOne.mutate(session.id)
                        }}
                      >
                        {messages.endSession}
                      </Button>
                    )
                  }
                />
              )
            })}
          </ItemList>
        )}
      </PanelBody>
      {error !== null && <ErrorNotice error={error} />}
      <p>
        <Button
          busy={endAll.isPending}
          onClick={() => {
            endAll.mutate(undefined, { onSuccess: onSignedOut })
          }}
        >
          {messages.endAll}
        </Button>
      </p>
    </Section>
  )
}

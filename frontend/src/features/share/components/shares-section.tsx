import { useQuery } from '@tanstack/react-query'

import { Button } from '@/components/button'
import { EmptyNotice } from '@/components/empty-notice'
import { ErrorNotice } from '@/components/error-notice'
import { Item, ItemList } from '@/components/item-list'
import { PanelBody } from '@/components/panel'
import { Section } from '@/components/section'
import { SegmentedControl } from '@/components/segmented-control'
import { useChangeShare } from '@/features/share/api/change-share'
import { sharesQuery } from '@/features/share/api/get-shares'
import { useRemoveShare } from '@/features/share/api/remove-share'
import { InviteForm } from '@/features/share/components/invite-form'
import { messages } from '@/features/share/messages'
import { formatDate } from '@/lib/format/date'

const HEIGHT = 120
const ROLES = ['viewer', 'editor'] as const

interface SharesSectionProps {
  /** One of the user's own. */
  dashboardId: string
}

export function SharesSection({ dashboardId }: SharesSectionProps) {
  const query = useQuery(sharesQuery(dashboardId))
  const change = useChangeShare(dashboardId)
  const remove = useRemoveShare(dashboardId)
  const error = change.error ?? remove.error
  return (
    <Section
      title={messages.title}
      intro={
        <>
          <p>{messages.intro}</p>
          <p>{messages.roleHint}</p>
        </>
      }
    >
      <PanelBody
        title={messages.title}
        query={query}
        height={HEIGHT}
        empty={({ items }) =>
          items.length === 0 ? (
            <EmptyNotice title={messages.none}>
              <p>{messages.noneHint}</p>
            </EmptyNotice>
          ) : undefined
        }
      >
        {({ items }) => (
          <ItemList>
            {items.map(({ id, invited, role, created_at }) => (
              <Item
                key={id}
                title={invited}
                facts={[messages.since(formatDate(Date.parse(created_at)))]}
                actions={
                  <>
                    <SegmentedControl
                      legend={messages.roleOf(invited)}
                      name="role"
                      options={ROLES.map((value) => ({ value, label: messages.roles[value] }))}
                      // What was chosen last, until the list says how it is.
                      value={change.isPending && change.variables.id === id ? change.variables.role : role}
                      onChange={(chosen) => {
                        change.mutate({ id, role: chosen })
                      }}
                    />
                    <Button
                      aria-label={messages.removeOf(invited)}
                      busy={remove.isPending && remove.variables === id}
                      onClick={() => {
                        remove.mutate(id)
                      }}
                    >
                      {messages.remove}
                    </Button>
                  </>
                }
              />
            ))}
          </ItemList>
        )}
      </PanelBody>
      {error !== null && <ErrorNotice error={error} />}
      <InviteForm dashboardId={dashboardId} />
    </Section>
  )
}

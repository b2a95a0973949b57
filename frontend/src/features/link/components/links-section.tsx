import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { EmptyNotice } from '@/components/empty-notice'
import { Item, ItemList } from '@/components/item-list'
import { PanelBody } from '@/components/panel'
import { Section } from '@/components/section'
import { linksQuery } from '@/features/link/api/get-links'
import { useRevokeLink } from '@/features/link/api/revoke-link'
import { messages } from '@/features/link/messages'
import { useNow } from '@/hooks/use-now'
import type { DashboardLink } from '@/lib/api/models'
import { formatDate } from '@/lib/format/date'

const HEIGHT = 120

interface LinksSectionProps {
  /** One of the user's own. */
  dashboardId: string
}

export function LinksSection({ dashboardId }: LinksSectionProps) {
  const query = useQuery(linksQuery(dashboardId))
  const revoke = useRevokeLink(dashboardId)
  const [asked, setAsked] = useState<DashboardLink>()
  const now = useNow()
  return (
    <Section title={messages.title} intro={<p>{messages.intro}</p>}>
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
            {items.map((link) => (
              <Item
                key={link.id}
                title={link.label}
                facts={[
                  messages.since(formatDate(Date.parse(link.created_at))),
                  endWords(Date.parse(link.expires_at), now),
                  link.has_password && messages.withPassword,
                ]}
                actions={
                  <Button
                    aria-label={messages.revokeLabel(link.label)}
                    onClick={() => {
                      revoke.reset()
                      setAsked(link)
                    }}
                  >
                    {messages.revoke}
                  </Button>
                }
              />
            ))}
          </ItemList>
        )}
      </PanelBody>
      {asked !== undefined && (
        <ConfirmDialog
          title={messages.revokeTitle(asked.label)}
          action={messages.revokeForGood}
          error={revoke.error}
          busy={revoke.isPending}
          onConfirm={() => {
            revoke.mutate(asked.id, {
              onSuccess: () => {
                setAsked(undefined)
              },
            })
          }}
          onClose={() => {
            setAsked(undefined)
          }}
        >
          <p>{messages.revokeWhat}</p>
        </ConfirmDialog>
      )}
    </Section>
  )
}

function endWords(end: number, now: number): string {
  return end > now ? messages.ends(formatDate(end)) : messages.ended(formatDate(end))
}

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { EmptyNotice } from '@/components/empty-notice'
import { Item, ItemList } from '@/components/item-list'
import { PanelBody } from '@/components/panel'
import { RelativeTime } from '@/components/relative-time'
import { Section } from '@/components/section'
import { apiKeysQuery } from '@/features/apikey/api/get-api-keys'
import { useRevokeApiKey } from '@/features/apikey/api/revoke-api-key'
import { messages } from '@/features/apikey/messages'
import { useNow } from '@/hooks/use-now'
import type { ApiKey, Dashboard } from '@/lib/api/models'
import { formatDate } from '@/lib/format/date'

const HEIGHT = 120

interface ApiKeysProps {
  /** Undefined until they are known. */
  dashboards: Dashboard[] | undefined
}

export function ApiKeys({ dashboards }: ApiKeysProps) {
  const query = useQuery(apiKeysQuery)
  const revoke = useRevokeApiKey()
  const [asked, setAsked] = useState<ApiKey>()
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
            {items.map((key) => (
              <Item
                key={key.id}
                title={key.label}
                facts={[
                  messages.scopes[key.scope],
                  dashboardWords(key, dashboards),
                  key.last_used_at === null ? (
                    messages.neverUsed
                  ) : (
                    <>
                      {messages.used} <RelativeTime moment={key.last_used_at} />
                    </>
                  ),
                  key.expires_at !== null && endWords(Date.parse(key.expires_at), now),
                ]}
                actions={
                  <Button
                    aria-label={messages.revokeLabel(key.label)}
                    onClick={() => {
                      revoke.reset()
                      setAsked(key)
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

function dashboardWords({ dashboard_ids }: ApiKey, dashboards: Dashboard[] | undefined): string | undefined {
  if (dashboard_ids === null) return messages.allDashboards
  if (dashboards === undefined) return undefined
  const names = new Map(dashboards.map(({ id, name }) => [id, name]))
  return dashboard_ids.map((id) => names.get(id) ?? messages.oneGone).join(', ')
}

function endWords(end: number, now: number): string {
  return end > now ? messages.ends(formatDate(end)) : messages.ended(formatDate(end))
}

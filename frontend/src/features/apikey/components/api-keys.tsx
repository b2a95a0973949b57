import { useQuery } from '@tanstack/react-query'

import { Ends } from '@/components/ends'
import { RelativeTime } from '@/components/relative-time'
import { RevocableList } from '@/components/revocable-list'
import { apiKeysQuery } from '@/features/apikey/api/get-api-keys'
import { useRevokeApiKey } from '@/features/apikey/api/revoke-api-key'
import { messages } from '@/features/apikey/messages'
import type { ApiKey, Dashboard } from '@/lib/api/models'

interface ApiKeysProps {
  /** Undefined until they are known. */
  dashboards: Dashboard[] | undefined
}

export function ApiKeys({ dashboards }: ApiKeysProps) {
  const query = useQuery(apiKeysQuery)
  const revoke = useRevokeApiKey()
  return (
    <RevocableList
      words={messages}
      query={query}
      revoke={revoke}
      factsOf={(key) => [
        messages.scopes[key.scope],
        dashboardWords(key, dashboards),
        key.last_used_at === null ? (
          messages.neverUsed
        ) : (
          <>
            {messages.used} <RelativeTime moment={key.last_used_at} />
          </>
        ),
        key.expires_at !== null && <Ends moment={key.expires_at} />,
      ]}
    />
  )
}

function dashboardWords({ dashboard_ids }: ApiKey, dashboards: Dashboard[] | undefined): string | undefined {
  if (dashboard_ids === null) return messages.allDashboards
  if (dashboards === undefined) return undefined
  const names = new Map(dashboards.map(({ id, name }) => [id, name]))
  return dashboard_ids.map((id) => names.get(id) ?? messages.oneGone).join(', ')
}

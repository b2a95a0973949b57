import { useQuery } from '@tanstack/react-query'

import { Ends } from '@/components/ends'
import { RevocableList } from '@/components/revocable-list'
import { linksQuery } from '@/features/link/api/get-links'
import { useRevokeLink } from '@/features/link/api/revoke-link'
import { messages } from '@/features/link/messages'
import { formatDate } from '@/lib/format/date'

interface LinksSectionProps {
  /** One of the user's own. */
  dashboardId: string
}

export function LinksSection({ dashboardId }: LinksSectionProps) {
  const query = useQuery(linksQuery(dashboardId))
  const revoke = useRevokeLink(dashboardId)
  return (
    <RevocableList
      words={messages}
      query={query}
      revoke={revoke}
      factsOf={(link) => [
        messages.since(formatDate(Date.parse(link.created_at))),
        <Ends moment={link.expires_at} />,
        link.has_password && messages.withPassword,
      ]}
    />
  )
}

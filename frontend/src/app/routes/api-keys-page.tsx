import { useQuery } from '@tanstack/react-query'

import { SettingsLayout } from '@/app/routes/settings-layout'
import { ApiKeys } from '@/features/apikey/components/api-keys'
import { CreateApiKey } from '@/features/apikey/components/create-api-key'
import { overviewQuery } from '@/features/dashboard/api/get-overview'

export function ApiKeysPage() {
  const { data } = useQuery(overviewQuery)
  const dashboards = data?.items.map(({ dashboard }) => dashboard)
  return (
    <SettingsLayout>
      <ApiKeys dashboards={dashboards} />
      <CreateApiKey dashboards={dashboards ?? []} />
    </SettingsLayout>
  )
}

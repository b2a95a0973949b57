import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'

import { PanelBody } from '@/components/panel'
import { dashboardQuery } from '@/features/dashboard/api/get-dashboard'
import { AuditLine } from '@/features/dashboard/components/audit-line'
import { CallFacts } from '@/features/dashboard/components/call-facts'
import { Cautions } from '@/features/dashboard/components/cautions'
import styles from '@/features/dashboard/components/dashboard-header.module.css'
import { HistoryProgress } from '@/features/dashboard/components/history-progress'
import { StatusLine } from '@/features/dashboard/components/status-line'
import { messages } from '@/features/dashboard/messages'
import { useDocumentTitle } from '@/hooks/use-document-title'

const HEIGHT = 96

interface DashboardHeaderProps {
  dashboardId: string
}

export function DashboardHeader({ dashboardId }: DashboardHeaderProps) {
  const query = useQuery(dashboardQuery(dashboardId))
  useDocumentTitle(query.data?.name ?? messages.title)
  return (
    <header className={styles.header}>
      <p className={styles.back}>
        <Link to="/">{messages.back}</Link>
      </p>
      <PanelBody title={messages.title} query={query} height={HEIGHT}>
        {(dashboard) => (
          <div className={styles.facts}>
            <h1 className={styles.name}>{dashboard.name}</h1>
            <p className={styles.source}>
              <a href={dashboard.url} rel="noreferrer">
                {dashboard.url}
              </a>
              {dashboard.progress.source_version !== null && (
                <span>{messages.version(dashboard.progress.source_version)}</span>
              )}
            </p>
            <div className={styles.state}>
              <StatusLine dashboard={dashboard} />
              <CallFacts dashboard={dashboard} />
              <AuditLine dashboard={dashboard} />
              <HistoryProgress dashboard={dashboard} />
            </div>
            <Cautions dashboard={dashboard} />
          </div>
        )}
      </PanelBody>
    </header>
  )
}

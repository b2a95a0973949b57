import { useQuery } from '@tanstack/react-query'

import { EmptyNotice } from '@/components/empty-notice'
import { Panel } from '@/components/panel'
import { widgetsQuery } from '@/features/widget/api/get-widgets'
import { WidgetItem } from '@/features/widget/components/widget-item'
import styles from '@/features/widget/components/widgets-panel.module.css'
import { messages } from '@/features/widget/messages'

const HEIGHT = 160

interface WidgetsPanelProps {
  dashboardId: string
  mayChange: boolean
}

export function WidgetsPanel({ dashboardId, mayChange }: WidgetsPanelProps) {
  const query = useQuery(widgetsQuery(dashboardId))
  return (
    <Panel
      title={messages.made}
      query={query}
      height={HEIGHT}
      empty={(widgets) =>
        widgets.length === 0 ? <EmptyNotice title={messages.emptyTitle}>{messages.empty}</EmptyNotice> : null
      }
    >
      {(widgets) => (
        <ul className={styles.list}>
          {widgets.map((widget) => (
            <WidgetItem key={widget.id} dashboardId={dashboardId} widget={widget} mayChange={mayChange} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

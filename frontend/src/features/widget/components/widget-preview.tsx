import { useQuery } from '@tanstack/react-query'

import { PanelBody } from '@/components/panel'
import { previewQuery } from '@/features/widget/api/preview-widget'
import styles from '@/features/widget/components/widget-preview.module.css'
import { itemsIn } from '@/features/widget/document'
import { Drawing } from '@/features/widget/drawings/drawing'
import { messages } from '@/features/widget/messages'
import { useSettled } from '@/features/widget/use-settled'
import type { WidgetDraft } from '@/lib/api/models'

const HEIGHT = 220
const SETTLED_MS = 300
// With no part there is nothing to see; the others show that there is no value.
const OF_PARTS: readonly string[] = ['text', 'pie_chart', 'funnel']

interface WidgetPreviewProps {
  label: string
  dashboardId: string
  draft: WidgetDraft
}

export function WidgetPreview({ label, dashboardId, draft }: WidgetPreviewProps) {
  const query = useQuery(previewQuery(dashboardId, useSettled(draft, SETTLED_MS)))
  return (
    <section className={styles.preview} aria-label={label}>
      <h3>{draft.title}</h3>
      <PanelBody
        title={label}
        query={query}
        height={HEIGHT}
        empty={({ kind, document }) =>
          OF_PARTS.includes(kind) && itemsIn(document).length === 0 ? <p>{messages.nothing}</p> : null
        }
      >
        {({ kind, document }) => <Drawing kind={kind} document={document} />}
      </PanelBody>
    </section>
  )
}

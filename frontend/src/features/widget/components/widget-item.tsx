import { useState } from 'react'

import { Button } from '@/components/button'
import { CopyField } from '@/features/widget/components/copy-field'
import { DeleteDialog } from '@/features/widget/components/delete-dialog'
import { RenameDialog } from '@/features/widget/components/rename-dialog'
import styles from '@/features/widget/components/widgets-panel.module.css'
import { messages } from '@/features/widget/messages'
import type { Widget } from '@/lib/api/models'

interface WidgetItemProps {
  dashboardId: string
  widget: Widget
}

export function WidgetItem({ dashboardId, widget }: WidgetItemProps) {
  const [asked, setAsked] = useState<'rename' | 'delete' | null>(null)
  const onClose = () => {
    setAsked(null)
  }
  const { kind, statistic } = widget.definition
  return (
    <li className={styles.item}>
      <div>
        <h3 className={styles.title}>{widget.title}</h3>
        <p className={styles.facts}>
          {messages.kinds[kind]} · {messages.statistics[statistic]}
          {widget.has_password && ` · ${messages.encrypted}`}
        </p>
      </div>
      <CopyField label={messages.url} value={widget.url} />
      {widget.key === null ? (
        <p className={styles.facts}>{messages.noKey}</p>
      ) : (
        <>
          <CopyField label={messages.key} value={widget.key} />
          <div className={styles.actions}>
            <Button
              variant="quiet"
              aria-label={messages.renameNamed(widget.title)}
              onClick={() => {
                setAsked('rename')
              }}
            >
              {messages.rename}
            </Button>
            <Button
              variant="quiet"
              aria-label={messages.removeNamed(widget.title)}
              onClick={() => {
                setAsked('delete')
              }}
            >
              {messages.remove}
            </Button>
          </div>
        </>
      )}
      {asked === 'rename' && <RenameDialog dashboardId={dashboardId} widget={widget} onClose={onClose} />}
      {asked === 'delete' && <DeleteDialog dashboardId={dashboardId} widget={widget} onClose={onClose} />}
    </li>
  )
}

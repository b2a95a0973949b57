import { useState } from 'react'

import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { useDeleteWidget } from '@/features/widget/api/delete-widget'
import { useRenewWidgetKey } from '@/features/widget/api/renew-widget-key'
import { CopyField } from '@/features/widget/components/copy-field'
import { EditDialog } from '@/features/widget/components/edit-dialog'
import styles from '@/features/widget/components/widgets-panel.module.css'
import { messages } from '@/features/widget/messages'
import type { Widget } from '@/lib/api/models'

interface WidgetItemProps {
  dashboardId: string
  widget: Widget
  mayChange: boolean
}

export function WidgetItem({ dashboardId, widget, mayChange }: WidgetItemProps) {
  const [asked, setAsked] = useState<'edit' | 'renew' | 'delete' | null>(null)
  const onClose = () => {
    setAsked(null)
  }
  const { kind, statistic } = widget.definition
  const renew = useRenewWidgetKey(dashboardId)
  const remove = useDeleteWidget(dashboardId)
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
        <p className={styles.facts}>{mayChange ? messages.keyUnreadable : messages.noKey}</p>
      ) : (
        <CopyField label={messages.key} value={widget.key} />
      )}
      {mayChange && (
        <div className={styles.actions}>
          <Button
            variant="quiet"
            aria-label={messages.editNamed(widget.title)}
            onClick={() => {
              setAsked('edit')
            }}
          >
            {messages.edit}
          </Button>
          <Button
            variant="quiet"
            aria-label={messages.newKeyNamed(widget.title)}
            onClick={() => {
              renew.reset()
              setAsked('renew')
            }}
          >
            {messages.newKey}
          </Button>
          <Button
            variant="quiet"
            aria-label={messages.removeNamed(widget.title)}
            onClick={() => {
              remove.reset()
              setAsked('delete')
            }}
          >
            {messages.remove}
          </Button>
        </div>
      )}
      {asked === 'edit' && <EditDialog dashboardId={dashboardId} widget={widget} onClose={onClose} />}
      {asked === 'renew' && (
        <ConfirmDialog
          title={messages.newKeyTitle(widget.title)}
          action={messages.newKey}
          error={renew.error}
          busy={renew.isPending}
          onConfirm={() => {
            renew.mutate(widget.id, { onSuccess: onClose })
          }}
          onClose={onClose}
        >
          <p>{messages.newKeyText}</p>
        </ConfirmDialog>
      )}
      {asked === 'delete' && (
        <ConfirmDialog
          title={messages.removeTitle(widget.title)}
          action={messages.remove}
          error={remove.error}
          busy={remove.isPending}
          onConfirm={() => {
            remove.mutate(widget.id, { onSuccess: onClose })
          }}
          onClose={onClose}
        >
          <p>{messages.removeText}</p>
        </ConfirmDialog>
      )}
    </li>
  )
}

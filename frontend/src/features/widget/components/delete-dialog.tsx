import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { ErrorNotice } from '@/components/error-notice'
import { useDeleteWidget } from '@/features/widget/api/delete-widget'
import styles from '@/features/widget/components/widgets-panel.module.css'
import { messages } from '@/features/widget/messages'
import type { Widget } from '@/lib/api/models'

interface DeleteDialogProps {
  dashboardId: string
  widget: Widget
  onClose: () => void
}

export function DeleteDialog({ dashboardId, widget, onClose }: DeleteDialogProps) {
  const remove = useDeleteWidget(dashboardId)
  return (
    <Dialog title={messages.removeTitle(widget.title)} onClose={onClose}>
      <p>{messages.removeText}</p>
      {remove.error !== null && <ErrorNotice error={remove.error} />}
      <div className={styles.actions}>
        <Button onClick={onClose}>{messages.cancel}</Button>
        <Button
          variant="primary"
          busy={remove.isPending}
          onClick={() => {
            remove.mutate(widget.id, { onSuccess: onClose })
          }}
        >
          {remove.isPending ? messages.removing : messages.remove}
        </Button>
      </div>
    </Dialog>
  )
}

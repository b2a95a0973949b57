import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { useChangeWidget } from '@/features/widget/api/change-widget'
import { WidgetForm } from '@/features/widget/components/widget-form'
import { enteredOf } from '@/features/widget/entered'
import { messages } from '@/features/widget/messages'
import type { Widget } from '@/lib/api/models'

interface EditDialogProps {
  dashboardId: string
  widget: Widget
  onClose: () => void
}

export function EditDialog({ dashboardId, widget, onClose }: EditDialogProps) {
  const change = useChangeWidget(dashboardId, widget.id)
  return (
    <Dialog title={messages.editTitle(widget.title)} onClose={onClose} isWide>
      <p>{messages.editHint}</p>
      <WidgetForm
        dashboardId={dashboardId}
        initial={enteredOf(widget)}
        previewLabel={messages.previewOf(widget.title)}
        passwordHint={widget.has_password ? messages.passwordKeptHint : messages.passwordHint}
        error={change.error}
        actions={
          <>
            <Button type="submit" variant="primary" busy={change.isPending}>
              {change.isPending ? messages.saving : messages.save}
            </Button>
            <Button onClick={onClose}>{messages.cancel}</Button>
          </>
        }
        onSubmit={(write) => {
          change.mutate(write, { onSuccess: onClose })
        }}
      />
    </Dialog>
  )
}

import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { Form } from '@/components/form'
import { TextField } from '@/components/text-field'
import { useRenameWidget } from '@/features/widget/api/rename-widget'
import { messages } from '@/features/widget/messages'
import { fieldError } from '@/lib/api/api-error'
import type { Widget } from '@/lib/api/models'
import { fieldText } from '@/lib/form'

interface RenameDialogProps {
  dashboardId: string
  widget: Widget
  onClose: () => void
}

export function RenameDialog({ dashboardId, widget, onClose }: RenameDialogProps) {
  const rename = useRenameWidget(dashboardId, widget.id)
  return (
    <Dialog title={messages.renameTitle(widget.title)} onClose={onClose}>
      <Form
        error={rename.error}
        fields={['title']}
        onSubmit={(data) => {
          rename.mutate(fieldText(data, 'title'), { onSuccess: onClose })
        }}
        actions={
          <>
            <Button onClick={onClose}>{messages.cancel}</Button>
            <Button type="submit" variant="primary" busy={rename.isPending}>
              {rename.isPending ? messages.renaming : messages.rename}
            </Button>
          </>
        }
      >
        <TextField
          label={messages.name}
          hint={messages.renameHint}
          name="title"
          defaultValue={widget.title}
          maxLength={100}
          required
          error={fieldError(rename.error, 'title')}
        />
      </Form>
    </Dialog>
  )
}

import type { ReactNode } from 'react'

import { Button } from '@/components/button'
import styles from '@/components/confirm-dialog.module.css'
import { Dialog } from '@/components/dialog'
import { Form } from '@/components/form'
import { messages } from '@/components/messages'

interface ConfirmDialogProps {
  title: string
  /** What the button does, in a verb. */
  action: string
  error: Error | null
  busy: boolean
  /** Fields that are asked for, by name. */
  fields?: readonly string[]
  onConfirm: (data: FormData) => void
  onClose: () => void
  children: ReactNode
}

/** Asks before something is gone for good. */
export function ConfirmDialog({
  title,
  action,
  error,
  busy,
  fields = [],
  onConfirm,
  onClose,
  children,
}: ConfirmDialogProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <Form
        error={error}
        fields={fields}
        onSubmit={onConfirm}
        actions={
          <div className={styles.actions}>
            {/* First, since the browser gives the focus to what comes first. */}
            <Button onClick={onClose}>{messages.cancel}</Button>
            <Button type="submit" variant="danger" busy={busy}>
              {action}
            </Button>
          </div>
        }
      >
        {children}
      </Form>
    </Dialog>
  )
}

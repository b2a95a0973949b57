import { type SubmitEvent, useEffect, useRef } from 'react'

import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { ErrorNotice } from '@/components/error-notice'
import { TextField } from '@/components/text-field'
import { useRegisterDashboard } from '@/features/dashboard/api/register-dashboard'
import styles from '@/features/dashboard/components/add-dashboard-dialog.module.css'
import { messages } from '@/features/dashboard/messages'
import { ApiError } from '@/lib/api/api-error'
import type { Dashboard } from '@/lib/api/models'
import { fieldText } from '@/lib/form'

const POLL_INTERVAL_SECONDS_DEFAULT = 60
const FIELDS = ['name', 'url', 'token', 'poll_interval_seconds'] as const

type Field = (typeof FIELDS)[number]

/** Whether PyDash looked at the app in vain, or could not look: it can still be added, for later. */
function isAboutTheApp(error: Error | null): boolean {
  if (!(error instanceof ApiError)) return false
  const { type } = error.problem
  return type.startsWith('/problems/source-') || type === '/problems/fetcher-away'
}

interface AddDashboardDialogProps {
  onAdded: (dashboard: Dashboard) => void
  onClose: () => void
}

export function AddDashboardDialog({ onAdded, onClose }: AddDashboardDialogProps) {
  const register = useRegisterDashboard()
  const form = useRef<HTMLFormElement>(null)
  const error = register.error
  const fieldError = (field: Field) => (error instanceof ApiError ? error.fieldError(field) : undefined)
  const isShownAtField = FIELDS.some((field) => fieldError(field) !== undefined)

  useEffect(() => {
    if (error !== null) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [error])

  function onSubmit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault()
    const data = new FormData(event.currentTarget, event.submitter)
    const text = (field: Field) => fieldText(data, field)
    register.mutate(
      {
        check: fieldText(data, 'check') !== 'false',
        name: text('name'),
        url: text('url'),
        token: text('token'),
        poll_interval_seconds: Number(text('poll_interval_seconds')),
      },
      {
        onSuccess: (dashboard) => {
          onAdded(dashboard)
          onClose()
        },
      },
    )
  }

  return (
    <Dialog title={messages.add} onClose={onClose}>
      <form ref={form} className={styles.form} onSubmit={onSubmit}>
        <TextField
          label={messages.name}
          hint={messages.nameHint}
          name="name"
          maxLength={100}
          required
          error={fieldError('name')}
        />
        <TextField
          label={messages.url}
          hint={messages.urlHint}
          name="url"
          type="url"
          required
          error={fieldError('url')}
        />
        <TextField
          label={messages.token}
          hint={messages.tokenHint}
          name="token"
          type="password"
          autoComplete="off"
          maxLength={500}
          required
          error={fieldError('token')}
        />
        <TextField
          label={messages.pollInterval}
          hint={messages.pollIntervalHint}
          unit={messages.seconds}
          name="poll_interval_seconds"
          type="number"
          min={2}
          max={86_400}
          defaultValue={POLL_INTERVAL_SECONDS_DEFAULT}
          required
          error={fieldError('poll_interval_seconds')}
        />
        {error !== null && !isShownAtField && <ErrorNotice error={error} />}
        <div className={styles.actions}>
          <Button onClick={onClose}>{messages.cancel}</Button>
          <Button type="submit" variant="primary" busy={register.isPending}>
            {register.isPending ? messages.adding : messages.submit}
          </Button>
          {/* After the other: the Enter key presses the first one that submits. */}
          {isAboutTheApp(error) && (
            <Button type="submit" name="check" value="false">
              {messages.addUnchecked}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  )
}

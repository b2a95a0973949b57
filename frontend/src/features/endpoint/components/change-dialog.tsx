import { useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { Button } from '@/components/button'
import { Combobox } from '@/components/combobox'
import { Dialog } from '@/components/dialog'
import { ErrorNotice } from '@/components/error-notice'
import { SegmentedControl } from '@/components/segmented-control'
import { TextField } from '@/components/text-field'
import { useChangeEndpoint } from '@/features/endpoint/api/change-endpoint'
import { endpointNamesQuery } from '@/features/endpoint/api/get-endpoint-names'
import styles from '@/features/endpoint/components/endpoint-header.module.css'
import { messages } from '@/features/endpoint/messages'
import { ApiError } from '@/lib/api/api-error'

const KINDS = ['rename', 'merge', 'delete'] as const

type Kind = (typeof KINDS)[number]

interface ChangeDialogProps {
  dashboardId: string
  name: string
  onClose: () => void
}

export function ChangeDialog({ dashboardId, name, onClose }: ChangeDialogProps) {
  const change = useChangeEndpoint(dashboardId)
  const [kind, setKind] = useState<Kind>('rename')
  const [newName, setNewName] = useState(name)
  const [into, setInto] = useState<string>()
  const target = { rename: newName, merge: into, delete: undefined }[kind]
  const error = change.error
  const targetError = error instanceof ApiError && kind !== 'delete' ? error.fieldError('target') : undefined

  function onSubmit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault()
    const create = { kind, endpoint: name, ...(target === undefined ? {} : { target }) }
    change.mutate(create, { onSuccess: onClose })
  }

  return (
    <Dialog title={messages.changeOf(name)} onClose={onClose}>
      <form className={styles.form} onSubmit={onSubmit}>
        <SegmentedControl
          legend={messages.kind}
          name="kind"
          options={KINDS.map((value) => ({ value, label: messages.kinds[value] }))}
          value={kind}
          onChange={(chosen) => {
            setKind(chosen)
            change.reset()
          }}
        />
        <p className={styles.hint}>{messages.hints[kind]}</p>
        {kind === 'rename' && (
          <TextField
            label={messages.newName}
            name="target"
            value={newName}
            required
            error={targetError}
            onChange={(event) => {
              setNewName(event.target.value)
            }}
          />
        )}
        {kind === 'merge' && (
          <TargetPicker dashboardId={dashboardId} name={name} value={into} onChange={setInto} />
        )}
        {error !== null && (kind !== 'rename' || targetError === undefined) && <ErrorNotice error={error} />}
        <div className={styles.actions}>
          <Button onClick={onClose}>{messages.cancel}</Button>
          <Button type="submit" variant="primary" busy={change.isPending}>
            {messages.submit[kind]}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

interface TargetPickerProps {
  dashboardId: string
  name: string
  value: string | undefined
  onChange: (value: string | undefined) => void
}

function TargetPicker({ dashboardId, name, value, onChange }: TargetPickerProps) {
  const { data = [], isLoading, isError } = useQuery(endpointNamesQuery(dashboardId))
  const others = data.filter((other) => other !== name)
  const troubled = isError ? messages.namesFailed : undefined
  return (
    <Combobox
      label={messages.into}
      placeholder={messages.intoPlaceholder}
      value={value}
      options={others.map((other) => ({ value: other, label: other }))}
      status={isLoading ? messages.loadingNames : troubled}
      free
      onChange={onChange}
    />
  )
}

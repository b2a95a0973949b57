import { type ReactNode, useMemo, useState } from 'react'

import { Form } from '@/components/form'
import { SelectField } from '@/components/select-field'
import { TextField } from '@/components/text-field'
import { OptionField } from '@/features/widget/components/option-field'
import { SelectionFields } from '@/features/widget/components/selection-fields'
import styles from '@/features/widget/components/widget-form.module.css'
import { WidgetPreview } from '@/features/widget/components/widget-preview'
import { draftOf, type Entered } from '@/features/widget/draft'
import { KINDS, type Option, OPTIONS_OF } from '@/features/widget/kinds'
import { messages } from '@/features/widget/messages'
import { fieldError } from '@/lib/api/api-error'
import type { WidgetDraft } from '@/lib/api/models'

const KIND_OPTIONS = KINDS.map((value) => ({ value, label: messages.kinds[value] }))

interface WidgetFormProps {
  dashboardId: string
  initial: Entered
  /** What the preview is called. */
  previewLabel: string
  passwordHint: string
  /** Of the last try. */
  error: Error | null
  actions: ReactNode
  /** `clear` makes room for another one. */
  onSubmit: (write: WidgetDraft & { password?: string }, clear: () => void) => void
}

/** Asks what a widget is to show, and shows meanwhile what it will look like. */
export function WidgetForm({
  dashboardId,
  initial,
  previewLabel,
  passwordHint,
  error,
  actions,
  onSubmit,
}: WidgetFormProps) {
  const [entered, setEntered] = useState(initial)
  const [password, setPassword] = useState('')
  const draft = useMemo(() => draftOf(entered, messages.untitled), [entered])
  const change = (changed: Partial<Entered>) => {
    setEntered((before) => ({ ...before, ...changed }))
  }
  const changeOption = (option: Option, value: string | boolean) => {
    setEntered((before) => ({ ...before, options: { ...before.options, [option]: value } }))
  }

  return (
    <div className={styles.columns}>
      <Form
        error={error}
        fields={['title', 'password']}
        actions={actions}
        onSubmit={() => {
          onSubmit({ ...draft, ...(password === '' ? {} : { password }) }, () => {
            change({ title: '' })
            setPassword('')
          })
        }}
      >
        <div className={styles.fields}>
          <SelectField
            label={messages.kind}
            value={entered.kind}
            options={KIND_OPTIONS}
            onChange={(kind) => {
              change({ kind })
            }}
          />
          <TextField
            label={messages.name}
            value={entered.title}
            maxLength={100}
            required
            error={fieldError(error, 'title')}
            onChange={(event) => {
              change({ title: event.target.value })
            }}
          />
          <SelectionFields entered={entered} onChange={change} />
          {OPTIONS_OF[entered.kind].map((option) => (
            <OptionField
              key={option}
              option={option}
              value={entered.options[option]}
              onChange={(value) => {
                changeOption(option, value)
              }}
            />
          ))}
          <TextField
            label={messages.password}
            hint={passwordHint}
            type="password"
            autoComplete="new-password"
            minLength={8}
            maxLength={256}
            value={password}
            error={fieldError(error, 'password')}
            onChange={(event) => {
              setPassword(event.target.value)
            }}
          />
        </div>
      </Form>
      <WidgetPreview label={previewLabel} dashboardId={dashboardId} draft={draft} />
    </div>
  )
}

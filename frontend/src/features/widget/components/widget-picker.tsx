import { type SubmitEvent, useMemo, useState } from 'react'

import { Button } from '@/components/button'
import { ErrorNotice } from '@/components/error-notice'
import { TextField } from '@/components/text-field'
import { useCreateWidget } from '@/features/widget/api/create-widget'
import { OptionField } from '@/features/widget/components/option-field'
import { SelectField } from '@/features/widget/components/select-field'
import { SelectionFields } from '@/features/widget/components/selection-fields'
import styles from '@/features/widget/components/widget-picker.module.css'
import { WidgetPreview } from '@/features/widget/components/widget-preview'
import { draftOf, type Entered, INITIAL } from '@/features/widget/draft'
import { type Kind, KINDS, type Option, OPTIONS_OF } from '@/features/widget/kinds'
import { messages } from '@/features/widget/messages'

const KIND_CHOICES = KINDS.map((value) => ({ value, label: messages.kinds[value] }))

interface WidgetPickerProps {
  dashboardId: string
}

/** Makes a widget, and shows meanwhile what it will look like. */
export function WidgetPicker({ dashboardId }: WidgetPickerProps) {
  const [entered, setEntered] = useState<Entered>(INITIAL)
  const [password, setPassword] = useState('')
  const create = useCreateWidget(dashboardId)
  const draft = useMemo(() => draftOf(entered, messages.untitled), [entered])
  const change = (changed: Partial<Entered>) => {
    setEntered((before) => ({ ...before, ...changed }))
  }
  const changeOption = (option: Option, value: string | boolean) => {
    setEntered((before) => ({ ...before, options: { ...before.options, [option]: value } }))
  }

  function onSubmit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault()
    create.mutate(
      { ...draft, ...(password === '' ? {} : { password }) },
      {
        onSuccess: () => {
          change({ title: '' })
          setPassword('')
        },
      },
    )
  }

  return (
    <section className={styles.picker} aria-labelledby="new-widget">
      <h2 id="new-widget">{messages.create}</h2>
      <div className={styles.columns}>
        <form className={styles.form} onSubmit={onSubmit}>
          <div className={styles.fields}>
            <SelectField
              label={messages.kind}
              value={entered.kind}
              choices={KIND_CHOICES}
              onChange={(event) => {
                change({ kind: event.target.value as Kind })
              }}
            />
            <TextField
              label={messages.name}
              value={entered.title}
              maxLength={100}
              required
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
              hint={messages.passwordHint}
              type="password"
              autoComplete="new-password"
              minLength={8}
              maxLength={256}
              value={password}
              onChange={(event) => {
                setPassword(event.target.value)
              }}
            />
          </div>
          {create.error !== null && <ErrorNotice error={create.error} />}
          <div className={styles.actions}>
            <Button type="submit" variant="primary" busy={create.isPending}>
              {create.isPending ? messages.making : messages.makeOne}
            </Button>
            <p role="status">{create.data !== undefined && messages.wasMade(create.data.title)}</p>
          </div>
        </form>
        <WidgetPreview dashboardId={dashboardId} draft={draft} />
      </div>
    </section>
  )
}

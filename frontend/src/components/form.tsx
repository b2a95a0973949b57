import { type ReactNode, useEffect, useRef } from 'react'

import { ErrorNotice } from '@/components/error-notice'
import styles from '@/components/form.module.css'
import { fieldError } from '@/lib/api/api-error'

interface FormProps {
  /** Of the last try. */
  error: Error | null
  /** The names of the fields, which show themselves what is wrong with them. */
  fields: readonly string[]
  actions: ReactNode
  onSubmit: (data: FormData, form: HTMLFormElement) => void
  children: ReactNode
}

/** Fields and what to do with them. What is wrong with none of them in particular stands above the buttons. */
export function Form({ error, fields, actions, onSubmit, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null)
  const isShownAtField = fields.some((field) => fieldError(error, field) !== undefined)

  useEffect(() => {
    if (error !== null) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [error])

  return (
    <form
      ref={form}
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit(new FormData(event.currentTarget, event.submitter), event.currentTarget)
      }}
    >
      {children}
      {error !== null && !isShownAtField && <ErrorNotice error={error} />}
      <div className={styles.actions}>{actions}</div>
    </form>
  )
}

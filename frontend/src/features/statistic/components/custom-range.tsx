import { type SubmitEvent, useId, useState } from 'react'

import { Button } from '@/components/button'
import styles from '@/features/statistic/components/custom-range.module.css'
import { messages } from '@/features/statistic/messages'
import { fieldText } from '@/lib/form'
import { localMoment, localText } from '@/lib/format/time'

interface CustomRangeProps {
  from: string | undefined
  until: string | undefined
  /** Half-open [startMs, endMs). */
  onChange: (startMs: number, endMs: number) => void
}

/** Two moments of the user's calendar; the browser brings the calendar. */
export function CustomRange({ from, until, onChange }: CustomRangeProps) {
  const id = useId()
  const [wrong, setWrong] = useState(false)

  function onSubmit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const [startMs, endMs] = ['from', 'until'].map((name) => localMoment(fieldText(data, name)))
    const isRange = startMs !== undefined && endMs !== undefined && startMs < endMs
    setWrong(!isRange)
    if (isRange) onChange(startMs, endMs)
  }

  return (
    <form className={styles.form} onSubmit={onSubmit}>
      <label>
        {messages.from}
        <input
          type="datetime-local"
          name="from"
          required
          defaultValue={from === undefined ? undefined : localText(Date.parse(from))}
          aria-invalid={wrong}
          aria-describedby={wrong ? `${id}-wrong` : undefined}
        />
      </label>
      <label>
        {messages.until}
        <input
          type="datetime-local"
          name="until"
          required
          defaultValue={until === undefined ? undefined : localText(Date.parse(until))}
          aria-invalid={wrong}
        />
      </label>
      <Button type="submit">{messages.apply}</Button>
      {wrong && (
        <p id={`${id}-wrong`} className={styles.wrong} role="alert">
          {messages.untilBeforeFrom}
        </p>
      )}
    </form>
  )
}

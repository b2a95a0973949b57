import { useEffect, useRef } from 'react'

import type { ComboboxOption } from '@/components/combobox'
import styles from '@/components/combobox.module.css'
import { messages } from '@/components/messages'

// More than anybody reads; typing finds the others.
const SHOWN_MAX = 100

interface ComboboxListProps {
  id: string
  label: string
  options: readonly ComboboxOption[]
  active: number
  status: string | undefined
  onChoose: (option: ComboboxOption) => void
}

export function ComboboxList({ id, label, options, active, status, onChoose }: ComboboxListProps) {
  const activeItem = useRef<HTMLDivElement>(null)
  useEffect(() => {
    activeItem.current?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const hidden = options.length - SHOWN_MAX
  const note = status ?? (options.length === 0 ? messages.noMatch : undefined)
  return (
    <div className={styles.popup}>
      <div id={`${id}-list`} role="listbox" aria-label={label} className={styles.list}>
        {options.slice(0, SHOWN_MAX).map((option, index) => (
          // The field keeps the focus and has all keys; this is for pointers.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={option.value}
            id={`${id}-${index}`}
            ref={index === active ? activeItem : null}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={styles.option}
            onPointerDown={(event) => {
              event.preventDefault()
            }}
            onClick={() => {
              onChoose(option)
            }}
          >
            <span className={styles.name}>{option.label}</span>{' '}
            {option.hint !== undefined && <span className={styles.hint}>{option.hint}</span>}
          </div>
        ))}
      </div>
      {hidden > 0 && <p className={styles.note}>{messages.moreMatches(hidden)}</p>}
      {note !== undefined && (
        <p className={styles.note} role="status">
          {note}
        </p>
      )}
    </div>
  )
}

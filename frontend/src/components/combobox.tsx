import { type KeyboardEvent, useId, useState } from 'react'

import { ComboboxList } from '@/components/combobox-list'
import styles from '@/components/combobox.module.css'
import { messages } from '@/components/messages'

export interface ComboboxOption {
  value: string
  label: string
  /** Said beside it, for example how many there are. */
  hint?: string
}

interface ComboboxProps {
  label: string
  /** What holds while nothing is chosen: "All versions". */
  placeholder: string
  value: string | undefined
  options: readonly ComboboxOption[]
  /** Why there may be no options yet: they load, or could not be loaded. */
  status?: string | undefined
  /** Anything that is typed may be chosen, not only the options. */
  free?: boolean
  /** Called before the options are looked at. */
  onOpen?: () => void
  onChange: (value: string | undefined) => void
}

/** A choice of many, found by typing a part of it. */
export function Combobox(properties: ComboboxProps) {
  const { label, placeholder, value, options, free = false, onOpen, onChange } = properties
  const id = useId()
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)

  const wanted = text.trim().toLowerCase()
  const found = options.filter((option) => option.label.toLowerCase().includes(wanted))
  const isNew = free && wanted !== '' && !options.some((option) => option.value === text.trim())
  const shown = isNew ? [...found, { value: text.trim(), label: messages.exactly(text.trim()) }] : found
  const chosen = options.find((option) => option.value === value)?.label ?? value ?? ''

  function show(): void {
    if (open) return
    setText('')
    setActive(0)
    setOpen(true)
    onOpen?.()
  }

  function choose(option: ComboboxOption | undefined): void {
    setOpen(false)
    if (option !== undefined) onChange(option.value)
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key === 'Escape') setOpen(false)
    else if (event.key === 'Enter' && open) choose(shown[active])
    else if (event.key === 'ArrowDown' && open) setActive(Math.min(active + 1, shown.length - 1))
    else if (event.key === 'ArrowUp' && open) setActive(Math.max(active - 1, 0))
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') show()
    else return
    event.preventDefault()
  }

  return (
    <div className={styles.combobox} data-chosen={value !== undefined}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <span className={styles.box}>
        <input
          id={id}
          className={styles.input}
          role="combobox"
          aria-expanded={open}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={open && active < shown.length ? `${id}-${active}` : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          title={chosen}
          value={open ? text : chosen}
          onFocus={show}
          onClick={show}
          onBlur={() => {
            setOpen(false)
          }}
          onChange={(event) => {
            show()
            setText(event.target.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
        />
        {value !== undefined && (
          <button
            type="button"
            className={styles.clear}
            aria-label={messages.clear(label)}
            onClick={() => {
              onChange(undefined)
            }}
          >
            ×
          </button>
        )}
      </span>
      {open && (
        <ComboboxList
          id={id}
          label={label}
          options={shown}
          active={active}
          status={properties.status}
          onChoose={choose}
        />
      )}
    </div>
  )
}

import type { ComponentProps, MouseEvent } from 'react'

import styles from '@/components/button.module.css'

interface ButtonProps extends ComponentProps<'button'> {
  variant?: 'primary' | 'plain' | 'quiet' | 'danger'
  /** At work on what it was pressed for: a second press does nothing, and the focus stays. */
  busy?: boolean
}

export function Button({
  variant = 'plain',
  busy = false,
  type = 'button',
  onClick,
  ...properties
}: ButtonProps) {
  return (
    <button
      {...properties}
      type={type}
      className={styles.button}
      data-variant={variant}
      aria-disabled={busy}
      onClick={busy ? ignore : onClick}
    />
  )
}

/** Also of what the key Enter does in a field: browsers press the form's button then. */
function ignore(event: MouseEvent): void {
  event.preventDefault()
}

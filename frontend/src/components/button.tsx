import type { ComponentProps } from 'react'

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
      type={busy ? 'button' : type}
      className={styles.button}
      data-variant={variant}
      aria-disabled={busy}
      onClick={busy ? undefined : onClick}
    />
  )
}

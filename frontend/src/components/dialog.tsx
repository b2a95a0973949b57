import { type ReactNode, useEffect, useId, useRef } from 'react'

import styles from '@/components/dialog.module.css'

interface DialogProps {
  title: string
  onClose: () => void
  /** For what people read rather than fill in. */
  isWide?: boolean
  children: ReactNode
}

/** Modal for as long as it is on the page. The browser keeps the focus in it and gives it back after. */
export function Dialog({ title, onClose, isWide = false, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const headingId = useId()

  useEffect(() => {
    const shown = dialog.current
    shown?.showModal()
    return () => {
      shown?.close()
    }
  }, [])

  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      data-wide={isWide}
      aria-labelledby={headingId}
      onCancel={onClose}
    >
      <h2 id={headingId}>{title}</h2>
      {children}
    </dialog>
  )
}

import { useId, useRef, useState } from 'react'

import { Button } from '@/components/button'
import styles from '@/features/widget/components/copy-field.module.css'
import { messages } from '@/features/widget/messages'

interface CopyFieldProps {
  label: string
  value: string
}

/** Text that is made to be pasted elsewhere. */
export function CopyField({ label, value }: CopyFieldProps) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState(false)

  async function copy(): Promise<void> {
    field.current?.select()
    try {
      // Only where the page came over TLS or from this machine; what is selected can be copied by hand.
      await navigator.clipboard.writeText(value)
      setCopied(true)
    } catch {
      setCopied(false)
    }
  }

  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <div className={styles.box}>
        <input ref={field} id={id} className={styles.input} readOnly value={value} />
        <Button onClick={() => void copy()}>
          {copied ? messages.copied : messages.copy}
          <span className="visually-hidden"> {label}</span>
        </Button>
      </div>
    </div>
  )
}

import { useState } from 'react'

import { Button } from '@/components/button'
import styles from '@/components/copy-block.module.css'
import { messages } from '@/components/messages'

interface CopyBlockProps {
  /** What it is, for those who do not see what stands around it. */
  label: string
  text: string
}

/** Text to be taken elsewhere: a snippet, a secret, an address. */
export function CopyBlock({ label, text }: CopyBlockProps) {
  const [outcome, setOutcome] = useState('')

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text)
      setOutcome(messages.copied)
    } catch {
      // Without TLS browsers hide the clipboard; the text can still be selected.
      setOutcome(messages.copyFailed)
    }
  }

  return (
    <div className={styles.block}>
      {/* It scrolls, so those without a mouse must get there. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={styles.text} role="group" aria-label={label} tabIndex={0}>
        <code>{text}</code>
      </pre>
      <div className={styles.tools}>
        <Button variant="quiet" aria-label={messages.copyWhat(label)} onClick={() => void copy()}>
          {messages.copy}
        </Button>
        <span className={styles.outcome} role="status">
          {outcome}
        </span>
      </div>
    </div>
  )
}

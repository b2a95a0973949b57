import { type ReactNode, useState } from 'react'

import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { Section } from '@/components/section'

interface DangerSectionProps {
  title: string
  intro: string
  /** What the button says that asks. */
  action: string
  /** What is asked, and what the button says that does it. */
  question: string
  confirmation: string
  error: Error | null
  busy: boolean
  /** Fields that are asked for, by name. */
  fields?: readonly string[]
  /** Somebody thinks of it, again maybe: what went wrong before does not matter any more. */
  onAsk: () => void
  onConfirm: (data: FormData) => void
  children: ReactNode
}

/** A part of a page of settings after which something is gone for good. */
export function DangerSection({
  title,
  intro,
  action,
  question,
  confirmation,
  onAsk,
  children,
  ...dialog
}: DangerSectionProps) {
  const [asking, setAsking] = useState(false)
  return (
    <Section title={title} intro={<p>{intro}</p>}>
      <p>
        <Button
          variant="danger"
          onClick={() => {
            onAsk()
            setAsking(true)
          }}
        >
          {action}
        </Button>
      </p>
      {asking && (
        <ConfirmDialog
          {...dialog}
          title={question}
          action={confirmation}
          onClose={() => {
            setAsking(false)
          }}
        >
          {children}
        </ConfirmDialog>
      )}
    </Section>
  )
}

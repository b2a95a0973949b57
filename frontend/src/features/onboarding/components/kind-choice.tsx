import { useId } from 'react'

import { APP_KINDS, type AppKind } from '@/features/onboarding/app-kind'
import styles from '@/features/onboarding/components/kind-choice.module.css'
import { messages } from '@/features/onboarding/messages'

interface KindChoiceProps {
  value: AppKind | undefined
  onChange: (kind: AppKind) => void
}

export function KindChoice({ value, onChange }: KindChoiceProps) {
  const group = useId()
  return (
    <fieldset className={styles.kinds}>
      <legend className="visually-hidden">{messages.chooseStep}</legend>
      {APP_KINDS.map((kind) => (
        <label key={kind} className={styles.kind}>
          <input
            type="radio"
            name={group}
            checked={kind === value}
            onChange={() => {
              onChange(kind)
            }}
          />
          <span className={styles.name}>{messages.kinds[kind]}</span>
          <span className={styles.explanation}>{messages.explanations[kind]}</span>
        </label>
      ))}
    </fieldset>
  )
}

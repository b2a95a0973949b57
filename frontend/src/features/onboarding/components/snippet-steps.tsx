import { CopyBlock } from '@/components/copy-block'
import type { AppKind } from '@/features/onboarding/app-kind'
import styles from '@/features/onboarding/components/guide.module.css'
import { messages } from '@/features/onboarding/messages'
import { SNIPPETS } from '@/features/onboarding/snippets'

interface SnippetStepsProps {
  kind: AppKind
  token: string
}

/** What to copy into the app. The token goes into its environment, not into code that others read. */
export function SnippetSteps({ kind, token }: SnippetStepsProps) {
  const { requirement, code } = SNIPPETS[kind]
  return (
    <div className={styles.snippets}>
      <div>
        <p className={styles.label}>{messages.environment}</p>
        <CopyBlock label={messages.environment} text={`export PYDASH_TOKEN=${token}`} />
        <p className={styles.hint}>{messages.tokenIs}</p>
      </div>
      {requirement !== null && (
        <div>
          <p className={styles.label}>{messages.packages}</p>
          <CopyBlock label={messages.packages} text={`pip install ${requirement}`} />
        </div>
      )}
      <div>
        <p className={styles.label}>{messages.code}</p>
        <CopyBlock label={messages.code} text={code} />
      </div>
    </div>
  )
}

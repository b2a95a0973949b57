import { type ReactNode, useState } from 'react'

import type { AppKind } from '@/features/onboarding/app-kind'
import { ConnectForm } from '@/features/onboarding/components/connect-form'
import styles from '@/features/onboarding/components/guide.module.css'
import { KindChoice } from '@/features/onboarding/components/kind-choice'
import { SnippetSteps } from '@/features/onboarding/components/snippet-steps'
import { messages } from '@/features/onboarding/messages'
import { newToken } from '@/features/onboarding/token'
import type { Dashboard } from '@/lib/api/models'

interface GuideProps {
  kind: AppKind | undefined
  onKind: (kind: AppKind) => void
  onAdded: (dashboard: Dashboard) => void
}

/** From "what do you run" to an app that PyDash reads. */
export function Guide({ kind, onKind, onAdded }: GuideProps) {
  const [token] = useState(newToken)
  return (
    <div className={styles.guide}>
      <header>
        <h1>{messages.title}</h1>
        <p className={styles.intro}>{messages.intro}</p>
      </header>
      <Step title={messages.chooseStep}>
        <KindChoice value={kind} onChange={onKind} />
      </Step>
      {kind !== undefined && (
        <>
          <Step title={messages.installStep}>
            <SnippetSteps kind={kind} token={token} />
          </Step>
          <Step title={messages.connectStep}>
            <ConnectForm token={token} onAdded={onAdded} />
          </Step>
        </>
      )}
    </div>
  )
}

function Step({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.step}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

import { getRouteApi, useRouter } from '@tanstack/react-router'

import { messages as appMessages } from '@/app/messages'
import styles from '@/app/routes/sign-in-page.module.css'
import { safeReturnPath } from '@/app/session-end'
import { Wordmark } from '@/components/wordmark'
import { SignInForm } from '@/features/account/components/sign-in-form'
import { messages } from '@/features/account/messages'
import { useDocumentTitle } from '@/hooks/use-document-title'

const route = getRouteApi('/sign-in')

export function SignInPage() {
  const router = useRouter()
  const { from } = route.useSearch()
  useDocumentTitle(messages.signInTitle)
  return (
    <main className={styles.page} tabIndex={-1}>
      <div className={styles.box}>
        <Wordmark name={appMessages.product} />
        <p className={styles.intro}>{messages.intro}</p>
        <h1 className="visually-hidden">{messages.signInTitle}</h1>
        <SignInForm
          onSignedIn={() => {
            void router.navigate({ href: safeReturnPath(from), replace: true })
          }}
        />
      </div>
    </main>
  )
}

import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'

import { messages } from '@/app/messages'
import styles from '@/app/routes/notice-page.module.css'
import { ErrorNotice } from '@/components/error-notice'
import { useDocumentTitle } from '@/hooks/use-document-title'

/** Where not even the frame of a page could be made, because PyDash does not answer. */
export function FailedPage({ error }: ErrorComponentProps) {
  const router = useRouter()
  useDocumentTitle(messages.failedTitle)
  return (
    <main className={styles.page} tabIndex={-1}>
      <h1>{messages.failedTitle}</h1>
      <ErrorNotice
        error={error instanceof Error ? error : new Error(String(error))}
        onRetry={() => void router.invalidate()}
      />
    </main>
  )
}

import { Link } from '@tanstack/react-router'

import { messages } from '@/app/messages'
import styles from '@/app/routes/notice-page.module.css'
import { useDocumentTitle } from '@/hooks/use-document-title'

export function NotFoundNotice() {
  useDocumentTitle(messages.notFoundTitle)
  return (
    <div className={styles.page}>
      <h1>{messages.notFoundTitle}</h1>
      <p>{messages.notFound}</p>
      <p>
        <Link to="/">{messages.home}</Link>
      </p>
    </div>
  )
}

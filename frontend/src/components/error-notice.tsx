import { Button } from '@/components/button'
import styles from '@/components/error-notice.module.css'
import { messages } from '@/components/messages'
import { ApiError, UnreachableError } from '@/lib/api/api-error'

interface ErrorNoticeProps {
  error: Error
  onRetry?: () => void
}

/** What went wrong, in words for a person, and where it helps a way to try again. */
export function ErrorNotice({ error, onRetry }: ErrorNoticeProps) {
  return (
    <div className={styles.notice} role="alert">
      <p>{wordsFor(error)}</p>
      {onRetry !== undefined && <Button onClick={onRetry}>{messages.retry}</Button>}
    </div>
  )
}

function wordsFor(error: Error): string {
  if (error instanceof ApiError) return error.problem.detail
  if (error instanceof UnreachableError) return messages.unreachable
  return messages.unexpected
}

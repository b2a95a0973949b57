import type { ReactNode } from 'react'

import styles from '@/components/empty-notice.module.css'

interface EmptyNoticeProps {
  title: string
  /** What to do next. */
  children: ReactNode
}

export function EmptyNotice({ title, children }: EmptyNoticeProps) {
  return (
    <div className={styles.notice}>
      <p className={styles.title}>{title}</p>
      <div className={styles.next}>{children}</div>
    </div>
  )
}

import type { ReactNode } from 'react'

import styles from '@/components/notice.module.css'

interface NoticeProps {
  /** Done: it went well. Fact: good to know. */
  tone?: 'done' | 'fact'
  children: ReactNode
}

/** A message that needs nobody's care; said to screen readers when it appears. */
export function Notice({ tone = 'fact', children }: NoticeProps) {
  return (
    <div className={styles.notice} data-tone={tone} role="status">
      {children}
    </div>
  )
}

import type { ReactNode } from 'react'

import styles from '@/features/wallboard/components/wallboard-notice.module.css'

interface WallboardNoticeProps {
  title: string
  hint: string
  /** Where to go from here, if anywhere. */
  next?: ReactNode
}

/** In place of a wallboard that has nothing to show. */
export function WallboardNotice({ title, hint, next }: WallboardNoticeProps) {
  return (
    <main className={styles.page} tabIndex={-1}>
      <h1>{title}</h1>
      <p>{hint}</p>
      {next}
    </main>
  )
}

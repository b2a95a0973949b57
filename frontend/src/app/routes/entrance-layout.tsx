import type { ReactNode } from 'react'

import { messages } from '@/app/messages'
import styles from '@/app/routes/entrance-layout.module.css'
import { Wordmark } from '@/components/wordmark'
import { useDocumentTitle } from '@/hooks/use-document-title'

interface EntranceLayoutProps {
  title: string
  /** What PyDash is, instead of the title, where somebody comes first. */
  intro?: string
  /** The ways to other pages. */
  links?: ReactNode
  children: ReactNode
}

/** The pages before one is signed in. */
export function EntranceLayout({ title, intro, links, children }: EntranceLayoutProps) {
  useDocumentTitle(title)
  return (
    <main className={styles.page} tabIndex={-1}>
      <div className={styles.box}>
        <Wordmark name={messages.product} />
        {intro !== undefined && <p className={styles.intro}>{intro}</p>}
        <h1 className={intro === undefined ? undefined : 'visually-hidden'}>{title}</h1>
        {children}
        {links !== undefined && <nav className={styles.links}>{links}</nav>}
      </div>
    </main>
  )
}

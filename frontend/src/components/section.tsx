import { type ReactNode, useId } from 'react'

import styles from '@/components/section.module.css'

interface SectionProps {
  title: string
  intro?: ReactNode
  children: ReactNode
}

/** A part of a page of settings: what it is about at the left, what can be done at the right. */
export function Section({ title, intro, children }: SectionProps) {
  const headingId = useId()
  return (
    <section className={styles.section} aria-labelledby={headingId}>
      <div className={styles.about}>
        <h2 id={headingId}>{title}</h2>
        {intro !== undefined && <div className={styles.intro}>{intro}</div>}
      </div>
      <div className={styles.body}>{children}</div>
    </section>
  )
}

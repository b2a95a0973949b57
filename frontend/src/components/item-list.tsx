import type { ReactNode } from 'react'

import styles from '@/components/item-list.module.css'

interface ItemProps {
  title: ReactNode
  facts: readonly ReactNode[]
  actions: ReactNode
}

/** Things that somebody made and may take away again, with what is known of each. */
export function ItemList({ children }: { children: ReactNode }) {
  return <ul className={styles.list}>{children}</ul>
}

export function Item({ title, facts, actions }: ItemProps) {
  return (
    <li className={styles.item}>
      <div className={styles.about}>
        <p className={styles.title}>{title}</p>
        <ul className={styles.facts}>
          {/* Facts keep their places. */}
          {facts.filter(Boolean).map((fact, index) => (
            <li key={index}>{fact}</li>
          ))}
        </ul>
      </div>
      <div className={styles.actions}>{actions}</div>
    </li>
  )
}

import styles from '@/features/statistic/components/legend.module.css'
import { messages } from '@/features/statistic/messages'
import type { Comparison } from '@/features/statistic/view'

const MARKS = ['median', 'p90', 'p99'] as const

interface LegendProps {
  color: string
  compare?: Comparison | undefined
}

/** How the lines and bands of execution times read, and what is drawn behind. */
export function Legend({ color, compare }: LegendProps) {
  return (
    <ul className={styles.legend}>
      {MARKS.map((mark) => (
        <li key={mark} className={styles.entry}>
          <span className={styles.mark} data-mark={mark} style={{ background: color }} />
          {messages.legend[mark]}
        </li>
      ))}
      {compare !== undefined && (
        <li className={styles.entry}>
          <span className={styles.mark} data-mark="behind" />
          {messages.comparison(compare)}
        </li>
      )}
    </ul>
  )
}

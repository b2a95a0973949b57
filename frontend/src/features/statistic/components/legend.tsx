import styles from '@/features/statistic/components/legend.module.css'
import { messages } from '@/features/statistic/messages'

const MARKS = ['median', 'p90', 'p99'] as const

interface LegendProps {
  color: string
}

/** How the lines and bands of execution times read. */
export function Legend({ color }: LegendProps) {
  return (
    <ul className={styles.legend}>
      {MARKS.map((mark) => (
        <li key={mark} className={styles.entry}>
          <span className={styles.mark} data-mark={mark} style={{ background: color }} />
          {messages.legend[mark]}
        </li>
      ))}
    </ul>
  )
}

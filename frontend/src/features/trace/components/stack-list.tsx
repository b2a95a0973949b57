import styles from '@/features/trace/components/stack-list.module.css'
import { placeOf } from '@/features/trace/paths'
import type { Frame } from '@/lib/api/models'

interface StackListProps {
  frames: readonly Frame[]
  label: string
}

/** As Python writes it: what was called last stands last. */
export function StackList({ frames, label }: StackListProps) {
  return (
    <ol className={styles.stack} aria-label={label}>
      {frames.map((frame, index) => (
        <li key={index}>
          <span className={styles.place} title={frame.file}>
            {placeOf(frame)}
            {frame.function !== '' && <span className={styles.function}> {frame.function}</span>}
          </span>
          {frame.code !== '' && <code className={styles.code}>{frame.code}</code>}
        </li>
      ))}
    </ol>
  )
}

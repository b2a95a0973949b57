import { messages } from '@/components/messages'
import styles from '@/components/skeleton.module.css'

interface SkeletonProps {
  /** What is being loaded, for those who do not see the shape. */
  label: string
  height: number
}

export function Skeleton({ label, height }: SkeletonProps) {
  return (
    <div className={styles.skeleton} style={{ height }} role="status" aria-busy="true">
      <span className="visually-hidden">{messages.loading(label)}</span>
    </div>
  )
}

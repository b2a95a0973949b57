import styles from '@/components/mark.module.css'
import { endpointMark } from '@/lib/theme/endpoint-mark'

interface MarkProps {
  endpoint: string
}

export function Mark({ endpoint }: MarkProps) {
  const { color, shape } = endpointMark(endpoint)
  return <span className={styles.mark} data-shape={shape} style={{ background: color }} />
}

import styles from '@/components/chart/sparkline.module.css'
import { messages } from '@/components/messages'

interface SparklineProps {
  /** What it shows, for those who do not see it. */
  label: string
  /** One a slice; null where there is nothing to show, which stays a gap. */
  values: readonly (number | null)[]
  /** As CSS says it. */
  color: string
  format: (value: number | null) => string
}

const HEIGHT = 24
// Half of the line's width stays within the picture.
const MARGIN = 1.5

/** A course in a word's room: its shape, from 0, without axes. It takes the width it is given. */
export function Sparkline({ label, values, color, format }: SparklineProps) {
  const known = values.filter((value) => value !== null)
  const most = Math.max(0, ...known)
  const [first = null, last = null] = [known[0], known.at(-1)]
  return (
    <svg
      className={styles.sparkline}
      role="img"
      aria-label={
        known.length === 0
          ? `${label}: ${format(null)}`
          : messages.trend(label, format(first), format(last), format(most))
      }
      viewBox={`0 0 ${Math.max(1, values.length - 1)} ${HEIGHT}`}
      preserveAspectRatio="none"
      style={{ color }}
    >
      <path className={styles.line} d={pathOf(values, most)} />
    </svg>
  )
}

/** A line that breaks at gaps; a value between two gaps is a dot, which round ends make of a line to itself. */
function pathOf(values: readonly (number | null)[], most: number): string {
  const height = (value: number) =>
    most === 0 ? HEIGHT - MARGIN : HEIGHT - MARGIN - (value / most) * (HEIGHT - 2 * MARGIN)
  return values
    .map((value, index) => {
      if (value === null) return ''
      const point = `${index} ${height(value).toFixed(2)}`
      return values[index - 1] == null ? `M${point}L${point}` : `L${point}`
    })
    .join('')
}

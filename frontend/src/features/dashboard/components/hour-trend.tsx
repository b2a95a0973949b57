import styles from '@/features/dashboard/components/hour-trend.module.css'
import { messages } from '@/features/dashboard/messages'
import type { OverviewItem } from '@/lib/api/models'
import { formatExecutionTime } from '@/lib/format/number'

const HOUR_PX = 8
const BARS_PX = 30
const GAP_PX = 4
const LINE_PX = 18
const HEIGHT_PX = BARS_PX + GAP_PX + LINE_PX

interface HourTrendProps {
  item: OverviewItem
}

/**
 * Visits and 95th percentiles of the last hours, one above the other, as little more than a word. Two paths, not a
 * chart: there may be hundreds on the page.
 */
export function HourTrend({ item }: HourTrendProps) {
  const { visits, p95_execution_time: times } = item
  const present = visits.length - 1
  const summary = summaryOf(item)
  return (
    <svg
      className={styles.trend}
      viewBox={`0 0 ${visits.length * HOUR_PX} ${HEIGHT_PX}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={summary}
    >
      <title>{summary}</title>
      <path className={styles.visits} d={bars(visits, 0, present)} />
      <path className={styles.present} d={bars(visits, present, visits.length)} />
      <path className={styles.time} d={steps(times)} />
    </svg>
  )
}

function bars(visits: readonly number[], from: number, until: number): string {
  const most = Math.max(1, ...visits)
  return visits
    .slice(from, until)
    .map((count, index) => {
      // An hour with a single visit among thousands is still no hour without any.
      const height = count === 0 ? 0 : Math.max(1, (count / most) * BARS_PX)
      return `M${(from + index) * HOUR_PX + 1} ${BARS_PX}v${-round(height)}h${HOUR_PX - 2}v${round(height)}z`
    })
    .join('')
}

/** A level for each hour, joined where hours follow each other. */
function steps(times: readonly (number | null)[]): string {
  const most = Math.max(1, ...times.map((time) => time ?? 0))
  return times
    .map((time, index) => {
      if (time === null) return ''
      const level = round(HEIGHT_PX - 1 - (time / most) * (LINE_PX - 2))
      const joined = index > 0 && times[index - 1] !== null
      return `${joined ? `V${level}` : `M${index * HOUR_PX} ${level}`}h${HOUR_PX}`
    })
    .join('')
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10
}

function summaryOf({ visits, p95_execution_time }: OverviewItem): string {
  const total = visits.reduce((sum, count) => sum + count, 0)
  if (total === 0) return messages.trendNothing
  const times = p95_execution_time.filter((time) => time !== null)
  const p95 =
    times.length === 0
      ? ''
      : messages.trendP95(formatExecutionTime(Math.min(...times)), formatExecutionTime(Math.max(...times)))
  return messages.trendSummary(messages.calls(total), messages.calls(Math.max(...visits)), p95)
}

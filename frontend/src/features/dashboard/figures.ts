import { messages } from '@/features/dashboard/messages'
import { p95Ratio, visitsRatio } from '@/features/dashboard/overview-view'
import type { OverviewItem } from '@/lib/api/models'
import { formatChange, formatCount, formatExecutionTime, formatPercent, NO_VALUE } from '@/lib/format/number'

export interface Figure {
  value: string
  /** Against the day before; null where that is not what it is about. */
  change: string | null
  /** Which calls it covers. */
  trace: string
}

export interface Figures {
  visits: Figure
  p95: Figure
  uptime: Figure
}

/** A dashboard's last day in numbers. */
export function figuresOf(item: OverviewItem): Figures {
  const { totals, totals_before: before, uptime_percent } = item
  return {
    visits: {
      value: formatCount(totals.visits),
      change: changeOf(visitsRatio(item)),
      trace: messages.traceVisits(messages.calls(totals.visits), messages.calls(before.visits)),
    },
    p95: {
      value: formatExecutionTime(totals.p95_execution_time),
      change: changeOf(p95Ratio(item)),
      trace: messages.traceP95(
        formatExecutionTime(totals.p95_execution_time),
        formatExecutionTime(before.p95_execution_time),
      ),
    },
    uptime: { value: formatPercent(uptime_percent), change: null, trace: messages.traceUptime },
  }
}

function changeOf(ratio: number | null): string {
  return ratio === null ? NO_VALUE : formatChange(ratio - 1)
}

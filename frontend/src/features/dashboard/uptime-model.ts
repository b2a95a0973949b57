import { calendarGrid } from '@/components/chart/calendar-grid'
import type { GridModel, LegendEntry } from '@/components/chart/grid-model'
import { detailMessages } from '@/features/dashboard/detail-messages'
import type { Downtime } from '@/lib/api/models'
import { formatPercent } from '@/lib/format/number'
import { formatDuration } from '@/lib/format/time'
import { momentOf } from '@/lib/format/zone'

type Day = Downtime['days'][number]

interface Grade extends LegendEntry {
  /** Of uptime, in percent. */
  from: number
}

// Red only where somebody has to look: an hour a day is four percent.
const GRADES: readonly Grade[] = [
  { from: 100, color: 'var(--scale-6)', label: detailMessages.uptimeGrades.all },
  { from: 96, color: 'var(--waiting)', label: detailMessages.uptimeGrades.most },
  { from: 0, color: 'var(--alarm)', label: detailMessages.uptimeGrades.less },
]
const UNKNOWN: LegendEntry = { color: 'var(--sunken)', label: detailMessages.uptimeGrades.unknown }

/** A calendar of how long the app answered each day. */
export function uptimeModel({ days, total }: Downtime): GridModel {
  return calendarGrid(
    days.map((day) => ({
      startMs: momentOf(new Date(`${day.date}T00:00Z`)),
      value: day.uptime_percent,
      color: (GRADES.find(({ from }) => (day.uptime_percent ?? -1) >= from) ?? UNKNOWN).color,
      lines: linesOf(day),
    })),
    {
      label: detailMessages.uptime,
      unit: '%',
      legend: [...GRADES, UNKNOWN],
      format: formatPercent,
      summary: detailMessages.uptimeSummary(
        formatPercent(total.uptime_percent),
        formatDuration(total.downtime_seconds),
      ),
    },
  )
}

function linesOf({ uptime_percent, downtime_seconds, downtime_count, observed_seconds }: Day) {
  const { uptime, down, observed } = detailMessages.uptimeLines
  return [
    { label: uptime, text: formatPercent(uptime_percent) },
    { label: down, text: detailMessages.downFor(formatDuration(downtime_seconds), downtime_count) },
    { label: observed, text: formatDuration(observed_seconds) },
  ]
}

export interface LongDowntime {
  start: string
  seconds: number
  error: string
}

/** The newest first; a downtime over midnight is one for each day. */
export function lastDowntimes({ days }: Downtime, count: number): LongDowntime[] {
  return days
    .flatMap((day) => day.downtimes)
    .map(({ start, end, error }) => ({
      start,
      seconds: (Date.parse(end) - Date.parse(start)) / 1000,
      error,
    }))
    .slice(-count)
    .reverse()
}

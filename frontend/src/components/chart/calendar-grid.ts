import type { GridModel, LegendEntry } from '@/components/chart/grid-model'
import type { TooltipLine } from '@/components/chart/tooltip'
import { messages } from '@/components/messages'
import { isoDay } from '@/lib/format/iso'
import { formatDay, formatMonthShort, formatWeekday } from '@/lib/format/time'
import { momentOf, wallClock } from '@/lib/format/zone'

const DAYS_A_WEEK = 7
const CELL_PX = 17

export interface CalendarDay {
  /** Where it begins, on the clocks of the user's zone. */
  startMs: number
  value: number | null
  color: string
  lines: readonly TooltipLine[]
}

interface CalendarLook {
  /** Of a value. */
  label: string
  unit?: string
  legend: readonly LegendEntry[]
  format: (value: number | null) => string
  summary: string
}

/** Days as calendars show them: a column for each week, Monday on top. */
export function calendarGrid(days: readonly CalendarDay[], look: CalendarLook): GridModel {
  const offset = weekdayOf(days[0]?.startMs ?? 0)
  const weekOf = (index: number) => Math.floor((offset + index) / DAYS_A_WEEK)
  const weeks = days.length === 0 ? 0 : weekOf(days.length - 1) + 1
  // Monday 5 January 2026 and the days after it.
  const weekdays = Array.from({ length: DAYS_A_WEEK }, (_, index) =>
    momentOf(new Date(Date.UTC(2026, 0, 5 + index))),
  )
  const monthOfWeek = Array.from({ length: weeks }, (_, week) => {
    const firstDay = days[Math.max(0, week * DAYS_A_WEEK - offset)]
    return firstDay === undefined ? '' : formatMonthShort(firstDay.startMs)
  })
  return {
    columns: {
      labels: monthOfWeek,
      ticks: [...monthOfWeek.keys()].filter((week) => monthOfWeek[week] !== monthOfWeek[week - 1]),
    },
    rows: { labels: weekdays.map((day) => formatWeekday(day)), ticks: [0, 2, 4, 6] },
    cells: days.map(({ startMs, color, lines }, index) => ({
      column: weekOf(index),
      row: weekdayOf(startMs),
      color,
      title: formatDay(startMs),
      lines,
    })),
    rowHeight: CELL_PX,
    columnWidthMax: CELL_PX,
    legend: look.legend,
    summary: look.summary,
    table: {
      rowTitle: messages.day,
      rows: days.map(({ startMs }) => ({ label: formatDay(startMs), plain: isoDay(startMs) })),
      columns: [
        { label: look.label, unit: look.unit, values: days.map(({ value }) => value), format: look.format },
      ],
      newestFirst: true,
    },
  }
}

/** 0 is Monday. */
function weekdayOf(startMs: number): number {
  return (wallClock(startMs).getUTCDay() + DAYS_A_WEEK - 1) % DAYS_A_WEEK
}

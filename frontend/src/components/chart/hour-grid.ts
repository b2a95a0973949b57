import type { GridCell, GridModel, LegendEntry } from '@/components/chart/grid-model'
import { messages } from '@/components/messages'
import { isoTime } from '@/lib/format/iso'
import { formatClock, formatDay, formatDayShort, formatHour } from '@/lib/format/time'
import { momentOf } from '@/lib/format/zone'
import { type SequentialScale, stepColor } from '@/lib/theme/sequential-scale'

const HOURS = 24
const HOUR_MS = 3_600_000
// So many days stand below each other, with the hours across; more days run across, as time does elsewhere.
const DAYS_DOWN_MAX = 14
const DAY_HEIGHT_PX = 22
const HOUR_HEIGHT_PX = 12
const COLUMN_WIDTH_MAX_PX = 64
const HOUR_TICKS = [0, 3, 6, 9, 12, 15, 18, 21]
const HOUR_TICKS_NARROW = [0, 6, 12, 18]

export interface HourOfDay {
  hour: number
  startMs: number
  /** Null where there is none: an hour to come, or a time without calls. */
  value: number | null
}

/** A day has the hours that its clocks show: one fewer where they skip one, one twice where they repeat it. */
export interface DayOfHours {
  startMs: number
  hours: readonly HourOfDay[]
}

export interface HourLook {
  /** Of a value. */
  label: string
  unit?: string
  scale: SequentialScale
  /** Of the values at which the colours change. */
  formatStep: (value: number) => string
  format: (value: number | null) => string
  summary: string
}

/** Every hour of every day. */
export function hourGrid(days: readonly DayOfHours[], look: HourLook): GridModel {
  const isDown = days.length <= DAYS_DOWN_MAX
  const hours = {
    labels: Array.from({ length: HOURS }, (_, hour) => hourLabel(hour)),
    ticks: HOUR_TICKS,
    fewerTicks: HOUR_TICKS_NARROW,
  }
  const all = days.flatMap((day) => day.hours)
  return {
    columns: isDown ? hours : { labels: days.map(({ startMs }) => formatDayShort(startMs)) },
    rows: isDown ? { labels: days.map(({ startMs }) => formatDayShort(startMs)) } : hours,
    cells: days.flatMap((day, index) => cellsOf(day, index, isDown, look)),
    rowHeight: isDown ? DAY_HEIGHT_PX : HOUR_HEIGHT_PX,
    columnWidthMax: COLUMN_WIDTH_MAX_PX,
    legend: scaleLegend(look.scale, look.formatStep),
    summary: look.summary,
    table: {
      rowTitle: messages.time,
      rows: all.map(({ startMs }) => ({ label: hourWords(startMs), plain: isoTime(startMs) })),
      columns: [
        { label: look.label, unit: look.unit, values: all.map(({ value }) => value), format: look.format },
      ],
      newestFirst: true,
    },
  }
}

function cellsOf({ hours }: DayOfHours, day: number, isDown: boolean, { label, scale, format }: HourLook) {
  return hours.map((each): GridCell => {
    const sharing = hours.filter(({ hour }) => hour === each.hour)
    return {
      column: isDown ? each.hour : day,
      row: isDown ? day : each.hour,
      part: { index: sharing.indexOf(each), of: sharing.length },
      color: stepColor(scale.stepOf(each.value)),
      title: hourWords(each.startMs),
      lines: [{ label, text: format(each.value) }],
    }
  })
}

/** Each colour by the value from which on it is. */
export function scaleLegend(scale: SequentialScale, format: (value: number) => string): LegendEntry[] {
  return scale.steps.map((step) => ({ color: stepColor(step), label: messages.atLeast(format(step.from)) }))
}

function hourLabel(hour: number): string {
  // Any day on which clocks do not change.
  return formatHour(momentOf(new Date(Date.UTC(2026, 0, 1, hour))))
}

function hourWords(startMs: number): string {
  return `${formatDay(startMs)}, ${formatClock(startMs)} – ${formatClock(startMs + HOUR_MS)}`
}

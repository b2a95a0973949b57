import { chartSlices, sliceWords } from '@/components/chart/slices'
import type { ChartSlice, ColoredLine, StackRow, TimeChartModel } from '@/components/chart/time-chart-model'
import type { Statuses } from '@/features/statistic/api/get-statuses'
import type { Utilisation } from '@/features/statistic/api/get-utilisation'
import { wholeDays } from '@/features/statistic/by-day'
import type { SliceUnit } from '@/features/statistic/calendar'
import { messages } from '@/features/statistic/messages'
import { spreadMessages } from '@/features/statistic/spread-messages'
import type { StatisticValues } from '@/lib/api/models'
import { numberOf } from '@/lib/api/values'
import { formatCountShort } from '@/lib/format/number'
import { distinctColors } from '@/lib/theme/distinct-colors'

const REST_COLOR = 'var(--line-strong)'

// From the bottom up: what went well is the ground that trouble stands on.
const CLASSES = [
  { name: '2xx', color: 'var(--series-1)' },
  { name: '3xx', color: 'var(--series-4)' },
  { name: '1xx', color: 'var(--series-5)' },
  { name: '4xx', color: 'var(--series-2)' },
  { name: '5xx', color: 'var(--alarm)' },
  { name: 'unknown', color: REST_COLOR },
] as const

/** Calls of the busiest endpoints on top of each other. */
export function utilisationModel(
  { breakdown, slice }: Utilisation,
  height: number,
  now: number,
): TimeChartModel {
  const colors = distinctColors(breakdown.rows.flatMap(({ key }) => (key === null ? [] : [key])))
  const lines = breakdown.rows.map(({ key, slices }): ColoredLine => ({
    label: key ?? spreadMessages.allOthers,
    color: (key === null ? undefined : colors.get(key)) ?? REST_COLOR,
    values: (slices ?? []).map((values) => numberOf(values, 'total_visits')),
  }))
  const drawn = slice === 'day' ? wholeDays(breakdown, now) : slicesAsTheyAre(breakdown, slice, now)
  return modelOf(drawn, lines, slice, height)
}

/** Calls by the class of their status on top of each other. */
export function statusModel({ statistics, slice }: Statuses, height: number, now: number): TimeChartModel {
  const counts = (statistics.slices ?? []).map(({ values }) => countsOf(values.status_classes))
  const lines = CLASSES.map(({ name, color }): ColoredLine => ({
    label: name === 'unknown' ? messages.statusUnknown : name,
    color,
    values: counts.map((classes) => classes[name] ?? 0),
  }))
  const used = lines.filter((line) => line.values.some((value) => value !== 0))
  return modelOf(slicesAsTheyAre(statistics, slice, now), used, slice, height)
}

/** Whether any call of it says how it was answered. */
export function hasStatuses({ statistics }: Statuses): boolean {
  return (statistics.slices ?? []).some(({ values }) =>
    Object.entries(countsOf(values.status_classes)).some(([name, count]) => name !== 'unknown' && count > 0),
  )
}

function countsOf(value: StatisticValues[string] | undefined): Record<string, number> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}

interface DrawnSlices {
  slices: ChartSlice[]
  words: (slice: ChartSlice) => string
}

function slicesAsTheyAre(
  answer: Parameters<typeof chartSlices>[0],
  unit: SliceUnit,
  now: number,
): DrawnSlices {
  return { slices: chartSlices(answer, now), words: (slice) => sliceWords(slice, unit) }
}

function modelOf(
  { slices, words }: DrawnSlices,
  lines: readonly ColoredLine[],
  unit: SliceUnit,
  height: number,
): TimeChartModel {
  const totals = slices.map((_, index) => lines.reduce((sum, line) => sum + (line.values[index] ?? 0), 0))
  const most = Math.max(0, ...totals)
  const busiest = slices[totals.indexOf(most)]
  const row: StackRow = {
    kind: 'stack',
    title: messages.callsPer(unit),
    height,
    latest: '',
    summary:
      most === 0 || busiest === undefined
        ? messages.noCalls
        : messages.stackSummary(
            unit,
            lines.map((line) => line.label).join(', '),
            messages.calls(most),
            words(busiest),
          ),
    lines,
    format: (value) => messages.calls(value ?? 0),
    formatTick: (value) => formatCountShort(value),
  }
  return {
    slices,
    rows: [row],
    color: 'var(--accent)',
    formatSlice: words,
  }
}

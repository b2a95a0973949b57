import type { GridModel } from '@/components/chart/grid-model'
import { type DayOfHours, hourGrid } from '@/components/chart/hour-grid'
import { messages } from '@/features/statistic/messages'
import { spreadMessages } from '@/features/statistic/spread-messages'
import type { Heatmap } from '@/lib/api/models'
import { formatCount, formatExecutionTime } from '@/lib/format/number'
import { formatMoment } from '@/lib/format/time'
import { countScale, timeScale } from '@/lib/theme/sequential-scale'

export type HeatmapStatistic = keyof typeof spreadMessages.heatmaps

export function heatmapModel({ days }: Heatmap, statistic: HeatmapStatistic): GridModel {
  const known: DayOfHours[] = days.flatMap((day) => {
    const hours = day.hours.map(({ hour, start, value }) => ({ hour, startMs: Date.parse(start), value }))
    return hours[0] === undefined ? [] : [{ startMs: hours[0].startMs, hours }]
  })
  const values = valuesOf(days)
  const isTime = statistic !== 'total_visits' && statistic !== 'unique_visitors'
  const format = formatOf(statistic)
  const most = Math.max(0, ...values)
  const at = known.flatMap(({ hours }) => hours).find(({ value }) => value === most)
  return hourGrid(known, {
    label: spreadMessages.heatmaps[statistic].value,
    ...(isTime ? { unit: 'ms' } : {}),
    scale: isTime ? timeScale(values) : countScale(values),
    format,
    formatStep: isTime ? formatExecutionTime : formatCount,
    summary: at === undefined ? '' : spreadMessages.heatmapSummary(format(most), formatMoment(at.startMs)),
  })
}

export function isQuiet({ days }: Heatmap): boolean {
  return valuesOf(days).every((value) => value === 0)
}

function valuesOf(days: Heatmap['days']): number[] {
  return days.flatMap((day) => day.hours.flatMap(({ value }) => (value === null ? [] : [value])))
}

function formatOf(statistic: HeatmapStatistic): (value: number | null) => string {
  if (statistic === 'total_visits')
    return (value) => (value === null ? spreadMessages.toCome : messages.calls(value))
  if (statistic === 'unique_visitors') {
    return (value) => (value === null ? spreadMessages.toCome : messages.visitors(value))
  }
  return (value) => formatExecutionTime(value)
}

import type {
  ChartLine,
  ChartSlice,
  CountRow,
  SpreadRow,
  TimeChartModel,
} from '@/components/chart/time-chart-model'
import type { Series } from '@/features/statistic/api/get-series'
import { messages } from '@/features/statistic/messages'
import { RANGES, type SliceUnit } from '@/features/statistic/range'
import type { StatisticName, Statistics } from '@/lib/api/models'
import { numberOf } from '@/lib/api/values'
import { formatCountShort, formatExecutionTime } from '@/lib/format/number'
import { formatClock, formatDay, formatMoment } from '@/lib/format/time'

export interface SeriesLook {
  color: string
  scale: 'linear' | 'log'
  rowHeight: number
  /** Percentiles above the median, too. */
  withSpread: boolean
}

/** The chart of a series: visits above, execution times below. */
export function seriesModel({ range, statistics }: Series, look: SeriesLook, now: number): TimeChartModel {
  const unit = RANGES[range].slice
  const slices = chartSlices(statistics, now)
  const formatSlice = (slice: ChartSlice) => sliceWords(slice, unit)
  return {
    slices,
    rows: [visitsRow(statistics, slices, unit, look), timeRow(statistics, slices, unit, look)],
    color: look.color,
    formatSlice,
  }
}

export function isEmpty({ statistics }: Series): boolean {
  return valuesOf(statistics, 'total_visits').every((visits) => visits === 0)
}

function chartSlices({ slices, end }: Statistics, now: number): ChartSlice[] {
  const edges = [...(slices ?? []).map((slice) => Date.parse(slice.start)), Date.parse(end)]
  return edges.slice(0, -1).map((startMs, index) => {
    const endMs = edges[index + 1] ?? startMs
    return { startMs, endMs, complete: endMs <= now }
  })
}

function visitsRow(
  statistics: Statistics,
  slices: ChartSlice[],
  unit: SliceUnit,
  { rowHeight }: SeriesLook,
): CountRow {
  const counts = valuesOf(statistics, 'total_visits').map((count) => count ?? 0)
  const most = Math.max(0, ...counts)
  const busiest = slices[counts.indexOf(most)]
  const total = counts.reduce((sum, count) => sum + count, 0)
  return {
    kind: 'count',
    title: messages.visitsPer(unit),
    height: rowHeight,
    latest: messages.latest(messages.calls(counts.at(-1) ?? 0), unit),
    summary:
      total === 0 || busiest === undefined
        ? messages.noCalls
        : messages.visitsSummary(
            unit,
            messages.calls(total),
            messages.calls(most),
            sliceWords(busiest, unit),
          ),
    line: { label: messages.visits, values: counts },
    format: (value) => messages.calls(value ?? 0),
    formatTick: (value) => formatCountShort(value),
  }
}

function timeRow(
  statistics: Statistics,
  slices: ChartSlice[],
  unit: SliceUnit,
  { rowHeight, scale, withSpread }: SeriesLook,
): SpreadRow {
  const medians = valuesOf(statistics, 'median_execution_time')
  const known = medians.filter((value) => value !== null)
  const lines: ChartLine[] = [{ label: messages.median, values: medians }]
  if (withSpread) {
    lines.push(
      { label: messages.p90, values: valuesOf(statistics, 'ninetieth_percentile_execution_time') },
      { label: messages.p99, values: valuesOf(statistics, 'ninety-ninth_percentile_execution_time') },
    )
  }
  return {
    kind: 'spread',
    title: withSpread ? messages.timePer(unit) : messages.medianPer(unit),
    height: rowHeight,
    latest: latestMedian(medians, slices, unit),
    summary:
      known.length === 0
        ? ''
        : messages.timeSummary(
            unit,
            formatExecutionTime(Math.min(...known)),
            formatExecutionTime(Math.max(...known)),
          ),
    scale,
    lines,
    format: (value) => formatExecutionTime(value),
    formatTick: (value) => formatExecutionTime(value),
  }
}

/** Of the last slice with calls; which one that was, unless it is the present one. */
function latestMedian(medians: (number | null)[], slices: ChartSlice[], unit: SliceUnit): string {
  const index = medians.findLastIndex((value) => value !== null)
  const slice = slices[index]
  if (slice === undefined) return ''
  const value = formatExecutionTime(medians[index] ?? null)
  return slice.complete ? messages.latestBefore(value, sliceStart(slice, unit)) : messages.latest(value, unit)
}

function valuesOf({ slices }: Statistics, name: StatisticName): (number | null)[] {
  return (slices ?? []).map((slice) => numberOf(slice.values, name))
}

function sliceWords(slice: ChartSlice, unit: SliceUnit): string {
  if (unit === 'day') return formatDay(slice.startMs)
  if (unit === 'minute') return formatMoment(slice.startMs)
  return `${formatMoment(slice.startMs)} – ${formatClock(slice.endMs)}`
}

function sliceStart(slice: ChartSlice, unit: SliceUnit): string {
  return unit === 'day' ? formatDay(slice.startMs) : formatClock(slice.startMs)
}

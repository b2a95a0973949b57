import { chartSlices, sliceStart, sliceWords } from '@/components/chart/slices'
import type {
  ChartLine,
  ChartSlice,
  CountRow,
  SpreadRow,
  TimeChartModel,
} from '@/components/chart/time-chart-model'
import type { Series } from '@/features/statistic/api/get-series'
import { messages } from '@/features/statistic/messages'
import type { StatisticName, Statistics } from '@/lib/api/models'
import { numberOf } from '@/lib/api/values'
import { formatCountShort, formatExecutionTime } from '@/lib/format/number'

export interface SeriesLook {
  color: string
  scale: 'linear' | 'log'
  rowHeight: number
  /** Visitors and percentiles above the median, too. */
  detailed: boolean
}

/** The chart of a series: how many above, how long below. */
export function seriesModel(series: Series, look: SeriesLook): TimeChartModel {
  const slices = chartSlices(series.statistics, series.answeredAtMs)
  return {
    slices,
    rows: [
      visitsRow(series, slices, look),
      ...(look.detailed ? [visitorsRow(series, slices, look)] : []),
      timeRow(series, slices, look),
    ],
    color: look.color,
    formatSlice: (slice) => sliceWords(slice, series.slice),
  }
}

export function isEmpty({ statistics }: Series): boolean {
  return valuesOf(statistics, 'total_visits').every((visits) => visits === 0)
}

function visitsRow(series: Series, slices: ChartSlice[], { rowHeight }: SeriesLook): CountRow {
  const counts = countsOf(series, 'total_visits')
  const most = Math.max(0, ...counts)
  const busiest = slices[counts.indexOf(most)]
  const total = counts.reduce((sum, count) => sum + count, 0)
  const unit = series.slice
  return {
    kind: 'count',
    title: messages.visitsPer(unit),
    height: rowHeight,
    latest: latestCount(series, slices, counts.at(-1) ?? 0, messages.calls),
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
    behind: behind(series, 'total_visits', messages.visits),
    format: (value) => messages.calls(value ?? 0),
    formatTick: (value) => formatCountShort(value),
  }
}

function visitorsRow(series: Series, slices: ChartSlice[], { rowHeight }: SeriesLook): CountRow {
  const counts = countsOf(series, 'unique_visitors')
  const most = Math.max(0, ...counts)
  const busiest = slices[counts.indexOf(most)]
  return {
    kind: 'count',
    title: messages.visitorsPer(series.slice),
    // Seldom what is looked at first.
    height: rowHeight / 2,
    latest: latestCount(series, slices, counts.at(-1) ?? 0, messages.visitors),
    summary:
      most === 0 || busiest === undefined
        ? ''
        : messages.visitorsSummary(series.slice, messages.visitors(most), sliceWords(busiest, series.slice)),
    line: { label: messages.uniqueVisitors, values: counts },
    behind: behind(series, 'unique_visitors', messages.uniqueVisitors),
    format: (value) => messages.visitors(value ?? 0),
    formatTick: (value) => formatCountShort(value),
  }
}

function timeRow(
  series: Series,
  slices: ChartSlice[],
  { rowHeight, scale, detailed }: SeriesLook,
): SpreadRow {
  const { statistics, slice: unit } = series
  const medians = valuesOf(statistics, 'median_execution_time')
  const known = medians.filter((value) => value !== null)
  const lines: ChartLine[] = [{ label: messages.median, values: medians }]
  if (detailed) {
    lines.push(
      { label: messages.p90, values: valuesOf(statistics, 'ninetieth_percentile_execution_time') },
      { label: messages.p99, values: valuesOf(statistics, 'ninety-ninth_percentile_execution_time') },
    )
  }
  return {
    kind: 'spread',
    title: detailed ? messages.timePer(unit) : messages.medianPer(unit),
    height: rowHeight,
    latest: latestMedian(series, medians, slices),
    summary:
      known.length === 0
        ? ''
        : messages.timeSummary(
            unit,
            formatExecutionTime(Math.min(...known)),
            formatExecutionTime(Math.max(...known)),
          ),
    scale,
    unit: 'ms',
    lines,
    behind: behind(series, 'median_execution_time', messages.median),
    format: (value) => formatExecutionTime(value),
    formatTick: (value) => formatExecutionTime(value),
  }
}

/** The same of what the view is compared with, slice by slice from its own beginning on. */
function behind({ view, compared }: Series, name: StatisticName, label: string): ChartLine | undefined {
  if (compared.answer === null || view.compare === undefined) return undefined
  return {
    label: messages.comparedLine(label, view.compare),
    values: valuesOf(compared.answer, name),
  }
}

function latestCount(
  { slice: unit }: Series,
  slices: ChartSlice[],
  count: number,
  words: (count: number) => string,
): string {
  const last = slices.at(-1)
  if (last === undefined) return ''
  return last.complete
    ? messages.latestBefore(words(count), sliceStart(last, unit))
    : messages.latest(words(count), unit)
}

/** Of the last slice with calls; which one that was, unless it is the present one. */
function latestMedian({ slice: unit }: Series, medians: (number | null)[], slices: ChartSlice[]): string {
  const index = medians.findLastIndex((value) => value !== null)
  const slice = slices[index]
  if (slice === undefined) return ''
  const value = formatExecutionTime(medians[index] ?? null)
  return slice.complete ? messages.latestBefore(value, sliceStart(slice, unit)) : messages.latest(value, unit)
}

function countsOf({ statistics }: Series, name: StatisticName): number[] {
  return valuesOf(statistics, name).map((count) => count ?? 0)
}

function valuesOf({ slices }: Statistics, name: StatisticName): (number | null)[] {
  return (slices ?? []).map((slice) => numberOf(slice.values, name))
}

import type { ChartLine, ChartSlice, TimeChartModel } from '@/components/chart/time-chart-model'
import { messages } from '@/features/test-run/messages'
import type { TestHistory, TestHistoryItem } from '@/lib/api/models'
import { isoTime } from '@/lib/format/iso'
import { formatExecutionTime } from '@/lib/format/number'
import { formatMoment } from '@/lib/format/time'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const LONG_MS = 3 * DAY_MS
const AROUND_MS = 15 * MINUTE_MS
// Wide enough for the axis to name days in place of hours.
const AROUND_LONG_MS = 7 * 60 * MINUTE_MS

/** Runs at the moments when they started, however far apart. */
export function historyModel(history: TestHistory, rowHeight: number): TimeChartModel {
  const { items } = history
  const medians = items.map((item) => item.median_ms)
  const known = medians.filter((median) => median !== null)
  const slices = slicesOf(items)
  const words = new Map(slices.map((slice, index) => [slice, runWords(items[index])]))
  return {
    slices,
    color: 'var(--accent)',
    formatSlice: (slice) => words.get(slice) ?? '',
    plainSlice: ({ startMs, endMs }) => isoTime((startMs + endMs) / 2),
    rows: [
      {
        kind: 'spread',
        title: messages.durations,
        height: rowHeight,
        latest: latest(items),
        summary:
          known.length === 0
            ? messages.noDurations
            : messages.historySummary(
                items.length,
                formatExecutionTime(Math.min(...known)),
                formatExecutionTime(Math.max(...known)),
              ),
        scale: 'linear',
        unit: 'ms',
        lines: linesOf(items),
        format: (value) => formatExecutionTime(value),
        formatTick: (value) => formatExecutionTime(value),
      },
    ],
  }
}

/** The median first: it is the line that is drawn strongest. */
function linesOf(items: readonly TestHistoryItem[]): ChartLine[] {
  return [
    { label: messages.median, values: items.map((item) => item.median_ms) },
    { label: messages.slowest, values: items.map((item) => item.slowest_ms) },
  ]
}

function slicesOf(items: readonly TestHistoryItem[]): ChartSlice[] {
  const starts = items.map((item) => Date.parse(item.started_at))
  const span = (starts.at(-1) ?? 0) - (starts[0] ?? 0)
  const around = span > LONG_MS ? AROUND_LONG_MS : AROUND_MS
  return starts.map((start) => ({ startMs: start - around, endMs: start + around, complete: true }))
}

function latest(items: readonly TestHistoryItem[]): string {
  const last = items.findLast((item) => item.median_ms !== null)
  if (last === undefined) return ''
  return messages.latestDuration(formatExecutionTime(last.median_ms), versionOf(last))
}

function runWords(item: TestHistoryItem | undefined): string {
  return item === undefined
    ? ''
    : messages.runWords(versionOf(item), formatMoment(Date.parse(item.started_at)))
}

function versionOf(item: TestHistoryItem): string {
  return item.version ?? messages.unknownVersion
}

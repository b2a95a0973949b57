import type { ChartColors } from '@/components/chart/colors'
import type { BarSeries, CustomSeries, LineSeries, SeriesOption } from '@/components/chart/echarts'
import type {
  ChartLine,
  ChartRow,
  ChartSlice,
  CountRow,
  CourseRow,
  SpreadRow,
  StackRow,
} from '@/components/chart/time-chart-model'

// Nearest band first; further out there are fewer calls, so there is less ink.
const BAND_OPACITIES = [0.3, 0.15]
const AREA_OPACITY = 0.35
const INCOMPLETE_OPACITY = 0.45
// Light enough for the line of what is compared with to be seen over them.
const COMPARED_OPACITY = 0.6
const ISOLATED_POINT_PX = 5

interface Placed {
  slices: readonly ChartSlice[]
  axis: { xAxisIndex: number; yAxisIndex: number }
  colors: ChartColors
}

export function seriesOf(row: ChartRow, index: number, slices: readonly ChartSlice[], colors: ChartColors) {
  const placed: Placed = { slices, axis: { xAxisIndex: index, yAxisIndex: index }, colors }
  const own = ownSeriesOf(row, placed)
  return row.behind === undefined ? own : [...own, behind(positive(row.behind, row), placed)]
}

function ownSeriesOf(row: ChartRow, placed: Placed): SeriesOption[] {
  switch (row.kind) {
    case 'count':
      return [bars(row, placed, row.behind === undefined ? 1 : COMPARED_OPACITY)]
    case 'stack':
      return stack(row, placed)
    case 'spread':
      return spread(row, placed)
    case 'course':
      return course(row, placed)
  }
}

function course(row: CourseRow, placed: Placed): SeriesOption[] {
  if (row.look === 'bar') return stack(row, placed)
  return row.lines.map((each) => {
    const colors = { ...placed.colors, data: placed.colors.of(each.color) }
    if (row.look === 'line') return line(each, true, { ...placed, colors })
    // What lies on top of a gap would fall into it.
    const filled = { ...each, values: each.values.map((value) => value ?? 0) }
    return {
      ...line(filled, true, { ...placed, colors }),
      stack: row.title,
      areaStyle: { color: colors.data, opacity: AREA_OPACITY },
    }
  })
}

function stack({ lines, title }: StackRow | CourseRow, placed: Placed): BarSeries[] {
  return lines.map((line) => ({
    ...bars({ line }, { ...placed, colors: { ...placed.colors, data: placed.colors.of(line.color) } }),
    stack: title,
  }))
}

function bars({ line }: Pick<CountRow, 'line'>, { slices, axis, colors }: Placed, opacity = 1): BarSeries {
  return {
    ...axis,
    type: 'bar',
    name: line.label,
    barCategoryGap: '16%',
    itemStyle: { color: colors.data },
    emphasis: { disabled: true },
    data: slices.map((slice, index) => ({
      value: [middle(slice), line.values[index] ?? 0],
      itemStyle: { opacity: slice.complete ? opacity : opacity * INCOMPLETE_OPACITY },
    })),
  }
}

/** A logarithmic axis has no place for 0. */
function positive(line: ChartLine, row: ChartRow): ChartLine {
  if (row.kind !== 'spread' || row.scale !== 'log') return line
  return { ...line, values: line.values.map((value) => (value === 0 ? null : value)) }
}

function spread(row: SpreadRow, placed: Placed): SeriesOption[] {
  const shown = row.lines.map((line) => positive(line, row))
  return [
    ...shown.slice(1).map((upper, index) => band(shown[index] ?? upper, upper, index, placed)),
    ...shown.map((drawn, index) => line(drawn, index === 0, placed)),
  ]
}

function line({ label, values }: ChartLine, isMain: boolean, { slices, axis, colors }: Placed): LineSeries {
  const isPoint = (index: number) => values[index - 1] == null && values[index + 1] == null
  return {
    ...axis,
    type: 'line',
    name: label,
    symbol: 'none',
    lineStyle: { color: colors.data, width: isMain ? 2 : 1, opacity: isMain ? 1 : 0.55 },
    itemStyle: { color: colors.data },
    emphasis: { disabled: true },
    data: slices.map((slice, index) => ({
      value: [middle(slice), values[index] ?? Number.NaN],
      // A value between two gaps is no line; a dot keeps it visible.
      ...(isMain && isPoint(index) ? { symbol: 'circle', symbolSize: ISOLATED_POINT_PX } : {}),
    })),
  }
}

/** What it is compared with: colourless and dashed, so that it never passes for the data. */
function behind({ label, values }: ChartLine, { slices, axis, colors }: Placed): LineSeries {
  return {
    ...axis,
    type: 'line',
    name: label,
    symbol: 'none',
    lineStyle: { color: colors.text, width: 1.5, type: 'dashed' },
    itemStyle: { color: colors.text },
    emphasis: { disabled: true },
    data: slices.map((slice, index) => [middle(slice), values[index] ?? Number.NaN]),
  }
}

interface BandPoint {
  at: number
  lower: number
  upper: number
}

function band(lower: ChartLine, upper: ChartLine, order: number, placed: Placed): CustomSeries {
  const runs = runsOf(lower, upper, placed.slices)
  return {
    ...placed.axis,
    type: 'custom',
    silent: true,
    clip: true,
    tooltip: { show: false },
    data: runs.map((run) => [run[0]?.at ?? 0, run[0]?.upper ?? 0]),
    renderItem: (params, api) => {
      const run = runs[params.dataIndex] ?? []
      const above = run.map(({ at, upper: value }) => api.coord([at, value]))
      const below = run.map(({ at, lower: value }) => api.coord([at, value])).reverse()
      return {
        type: 'polygon',
        shape: { points: [...above, ...below] },
        style: { fill: placed.colors.data, opacity: BAND_OPACITIES[order] ?? INCOMPLETE_OPACITY },
      }
    },
  }
}

/** The stretches without a gap; each is one area. */
function runsOf(lower: ChartLine, upper: ChartLine, slices: readonly ChartSlice[]): BandPoint[][] {
  const runs: BandPoint[][] = []
  let run: BandPoint[] = []
  slices.forEach((slice, index) => {
    const low = lower.values[index]
    const high = upper.values[index]
    if (low == null || high == null) {
      run = []
      return
    }
    if (run.length === 0) runs.push(run)
    run.push({ at: middle(slice), lower: low, upper: high })
  })
  return runs
}

function middle({ startMs, endMs }: ChartSlice): number {
  return (startMs + endMs) / 2
}

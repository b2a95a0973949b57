import type { GridModel } from '@/components/chart/grid-model'
import { hourGrid } from '@/components/chart/hour-grid'
import { chartSlices, sliceWords } from '@/components/chart/slices'
import type { ChartSlice, ColoredLine, TimeChartModel } from '@/components/chart/time-chart-model'
import type { GraphAnswer, GraphData } from '@/features/graph/api/get-graph-data'
import { type GraphSplit, type GraphStatistic, isGraphStatistic } from '@/features/graph/draft'
import { measureOf } from '@/features/graph/measure'
import { messages } from '@/features/graph/messages'
import type { StatisticName, StatisticValues } from '@/lib/api/models'
import { numberOf } from '@/lib/api/values'
import { endpointMark, MARK_COLORS } from '@/lib/theme/endpoint-mark'
import { countScale, timeScale } from '@/lib/theme/sequential-scale'

export const ROW_HEIGHT = 180
const REST_COLOR = 'var(--line-strong)'

export type DrawnGraph =
  { kind: 'time'; model: TimeChartModel; legend: readonly ColoredLine[] } | { kind: 'grid'; model: GridModel }

/** What is drawn of an answer; undefined where there is nothing to draw. */
export function graphModel({ graph, slice, drawn, answeredAtMs }: GraphData): DrawnGraph | undefined {
  const { statistic } = graph
  if (!isGraphStatistic(statistic)) return undefined
  if (drawn.kind === 'heatmap') return heatmap(drawn.answer.days, statistic)
  const lines = linesOf(drawn, statistic)
  if (lines.every(({ values }) => values.every((value) => value === null || value === 0))) return undefined
  const slices = chartSlices(drawn.answer, answeredAtMs)
  const measure = measureOf(statistic)
  const name = messages.statistics[statistic]
  const formatSlice = (part: ChartSlice) => sliceWords(part, slice)
  return {
    kind: 'time',
    legend: lines,
    model: {
      slices,
      rows: [
        {
          kind: 'course',
          look: graph.kind === 'heatmap' ? 'line' : graph.kind,
          title: messages.per(name, slice),
          height: ROW_HEIGHT,
          latest: lines.length === 1 ? measure.format(lines[0]?.values.at(-1) ?? null) : '',
          summary: summaryOf(name, lines, measure.format),
          lines,
          ...measure,
        },
      ],
      color: 'var(--accent)',
      formatSlice,
    },
  }
}

function linesOf(drawn: Exclude<GraphAnswer, { kind: 'heatmap' }>, statistic: GraphStatistic): ColoredLine[] {
  if (drawn.kind === 'series') {
    const values = valuesOf(
      (drawn.answer.slices ?? []).map((slice) => slice.values),
      statistic,
    )
    return [{ label: messages.statistics[statistic], values, color: 'var(--accent)' }]
  }
  const { rows, by } = drawn.answer
  const names = rows.flatMap(({ key }) => (key === null ? [] : [key]))
  const colors = colorsOf(names, by === 'endpoint' ? 'endpoint' : 'version')
  return rows.map(({ key, slices }) => ({
    label: key ?? messages.allOthers,
    values: valuesOf(slices ?? [], statistic),
    color: key === null ? REST_COLOR : (colors.get(key) ?? REST_COLOR),
  }))
}

function valuesOf(slices: readonly StatisticValues[], statistic: StatisticName): (number | null)[] {
  return slices.map((values) => numberOf(values, statistic))
}

/** An endpoint's own colour, but no two alike: the busier one keeps it. Versions take the colours in their order. */
export function colorsOf(names: readonly string[], split: GraphSplit): Map<string, string> {
  const free = Array.from({ length: MARK_COLORS }, (_, index) => `var(--series-${index + 1})`)
  const colors = new Map<string, string>()
  for (const name of names) {
    const own = split === 'endpoint' ? endpointMark(name).color : undefined
    const color = own !== undefined && free.includes(own) ? own : (free[0] ?? REST_COLOR)
    if (free.includes(color)) free.splice(free.indexOf(color), 1)
    colors.set(name, color)
  }
  return colors
}

function heatmap(
  days: Extract<GraphAnswer, { kind: 'heatmap' }>['answer']['days'],
  statistic: GraphStatistic,
): DrawnGraph | undefined {
  const values = days.flatMap(({ hours }) => hours.map(({ value }) => value))
  const known = values.filter((value) => value !== null && value > 0) as number[]
  if (known.length === 0) return undefined
  const measure = measureOf(statistic)
  const label = messages.statistics[statistic]
  const model = hourGrid(
    days.flatMap(({ hours }) => {
      const [first] = hours
      if (first === undefined) return []
      const ofDay = hours.map(({ hour, start, value }) => ({ hour, startMs: Date.parse(start), value }))
      return [{ startMs: Date.parse(first.start), hours: ofDay }]
    }),
    {
      label,
      ...(measure.unit === undefined ? {} : { unit: measure.unit }),
      scale: measure.whole ? countScale(values) : timeScale(values),
      format: measure.format,
      formatStep: measure.format,
      summary: messages.between(
        label,
        measure.format(Math.min(...known)),
        measure.format(Math.max(...known)),
      ),
    },
  )
  return { kind: 'grid', model }
}

function summaryOf(
  name: string,
  lines: readonly ColoredLine[],
  format: (value: number | null) => string,
): string {
  const known = lines.flatMap(({ values }) => values.filter((value) => value !== null))
  const range = messages.between(name, format(Math.min(...known)), format(Math.max(...known)))
  return lines.length === 1 ? range : `${range} ${messages.of(lines.map(({ label }) => label))}`
}

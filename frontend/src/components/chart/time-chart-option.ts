import type { ChartColors } from '@/components/chart/colors'
import type { ChartOption } from '@/components/chart/echarts'
import { LABEL_PX, LEFT_PX, plotTops, RIGHT_PX } from '@/components/chart/layout'
import { seriesOf } from '@/components/chart/series'
import { timeTicks } from '@/components/chart/ticks'
import type { ChartRow, TimeChartModel } from '@/components/chart/time-chart-model'
import { TOOLTIP_FRAME, tooltipFor } from '@/components/chart/tooltip'

// About one line a third of an inch; fewer where a row is low.
const LINES_PER_PX = 1 / 36

export function timeChartOption(model: TimeChartModel, colors: ChartColors): ChartOption {
  const { rows, slices } = model
  const tops = plotTops(rows)
  const last = rows.length - 1
  const ticks = timeTicks(slices)
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit' },
    grid: rows.map((row, index) => ({
      left: LEFT_PX,
      right: RIGHT_PX,
      top: tops[index] ?? 0,
      height: row.height,
      // There is room for the labels; to measure them all would take a sixth of the time of drawing.
      outerBoundsMode: 'none',
    })),
    xAxis: rows.map((_, index) => ({
      type: 'time',
      gridIndex: index,
      min: slices[0]?.startMs ?? 0,
      max: slices.at(-1)?.endMs ?? 0,
      // Bars stand within their slices already; room for more at the ends would shift the axis.
      containShape: false,
      axisLine: { lineStyle: { color: colors.line }, onZero: false },
      axisTick: { show: index === last, lineStyle: { color: colors.line }, customValues: ticks.at },
      axisLabel: {
        show: index === last,
        color: colors.muted,
        hideOverlap: true,
        customValues: ticks.at,
        // The labels of time axes take their font only from a named style.
        rich: { tick: { fontSize: LABEL_PX, fontFamily: 'inherit' } },
        formatter: (moment) => `{tick|${ticks.format(moment)}}`,
      },
      splitLine: { show: false },
    })),
    yAxis: rows.map((row, index) => valueAxis(row, index, colors)),
    axisPointer: {
      link: [{ xAxisIndex: 'all' }],
      lineStyle: { color: colors.muted, type: 'solid' },
      label: { show: false },
    },
    tooltip: {
      trigger: 'axis',
      ...TOOLTIP_FRAME,
      formatter: (points) => {
        const point = Array.isArray(points) ? points[0] : points
        return point === undefined ? '' : tooltipFor(model, point.dataIndex)
      },
    },
    series: rows.flatMap((row, index) => seriesOf(row, index, slices, colors)),
  }
}

function valueAxis(row: ChartRow, index: number, colors: ChartColors) {
  return {
    type: row.kind === 'spread' && row.scale === 'log' ? ('log' as const) : ('value' as const),
    gridIndex: index,
    // Half a call does not exist.
    ...(row.kind === 'spread' || (row.kind === 'course' && !row.whole) ? {} : { min: 0, minInterval: 1 }),
    splitNumber: Math.max(2, Math.round(row.height * LINES_PER_PX)),
    axisLabel: { color: colors.muted, fontSize: LABEL_PX, formatter: row.formatTick, hideOverlap: true },
    splitLine: { lineStyle: { color: colors.line } },
  }
}

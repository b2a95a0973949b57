import { logAxis } from '@/components/chart/box-axis'
import { BOX_ROW_PX, type BoxModel, type BoxRow } from '@/components/chart/box-model'
import { boxLines } from '@/components/chart/box-table'
import type { ChartColors } from '@/components/chart/colors'
import type { ChartOption, CustomSeries } from '@/components/chart/echarts'
import { LABEL_PX, measuredWidth, TICK_PX } from '@/components/chart/layout'
import { TOOLTIP_FRAME, tooltipOf } from '@/components/chart/tooltip'
import { messages } from '@/components/messages'
import { formatCountShort, formatExecutionTime } from '@/lib/format/number'

const NAME_PART = 0.32
const NAME_PX_MAX = 220
const NAME_GAP_PX = 10
const COUNT_PX = 76
const SPLITS_MAX = 5
const BOX_PX = 12
const WHISKER_PX = 6
const BOX_OPACITY = 0.35

export function boxOption(model: BoxModel, colors: ChartColors, width: number): ChartOption {
  const { rows, scale } = model
  const nameWidth = Math.min(NAME_PX_MAX, width * NAME_PART)
  const ends = rows.flatMap(({ spread }) => [spread.min, spread.max])
  // A logarithmic axis has no place for 0.
  const above = ends.filter((value) => value !== null && value > 0) as number[]
  const isLog = scale === 'log' && above.length > 0
  const ticksMax = Math.max(2, Math.floor((width - nameWidth - COUNT_PX) / TICK_PX))
  const axis = isLog ? logAxis(above, ticksMax) : undefined
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit' },
    grid: { left: nameWidth, right: COUNT_PX, top: 0, height: rows.length * BOX_ROW_PX },
    xAxis: {
      type: isLog ? 'log' : 'value',
      ...(axis === undefined
        ? { min: 0, splitNumber: Math.min(SPLITS_MAX, ticksMax) }
        : { min: axis.min, max: axis.max }),
      axisLine: { show: false },
      axisLabel: {
        color: colors.muted,
        fontSize: LABEL_PX,
        hideOverlap: true,
        formatter: (value: number) => formatExecutionTime(value),
        ...(axis === undefined ? {} : { customValues: axis.ticks }),
      },
      axisTick: { show: false, ...(axis === undefined ? {} : { customValues: axis.ticks }) },
      splitLine: { lineStyle: { color: colors.line } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map((row) => row.label),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        color: colors.text,
        fontSize: LABEL_PX,
        interval: 0,
        width: measuredWidth(nameWidth - NAME_GAP_PX),
        overflow: 'truncate',
      },
    },
    tooltip: {
      ...TOOLTIP_FRAME,
      trigger: 'item',
      formatter: (given) => {
        const { dataIndex } = Array.isArray(given) ? { dataIndex: -1 } : given
        const row = rows[dataIndex]
        return row === undefined ? '' : tooltipOf(row.label, boxLines(row.spread))
      },
    },
    series: [boxSeries(rows, axis?.min ?? 0, colors)],
  }
}

function boxSeries(rows: readonly BoxRow[], least: number, colors: ChartColors): CustomSeries {
  return {
    type: 'custom',
    encode: { x: [0, 2], y: 1 },
    data: rows.map(({ spread }, index) => [spread.min ?? least, index, spread.max ?? least]),
    renderItem: (params, api) => {
      const row = rows[params.dataIndex]
      if (row === undefined) return null
      const xOf = (value: number) => api.coord([Math.max(value, least), params.dataIndex])[0] ?? 0
      const y = api.coord([least, params.dataIndex])[1] ?? 0
      const right = api.getWidth()
      return {
        type: 'group',
        emphasisDisabled: true,
        children: [
          // All of the row answers to the pointer: a narrow box is hard to hit.
          rect(0, y - BOX_ROW_PX / 2, right, BOX_ROW_PX, { fill: 'transparent' }),
          ...boxParts(row, xOf, y, colors),
          {
            type: 'text' as const,
            style: {
              text: messages.callsShort(formatCountShort(row.spread.count), row.spread.count),
              x: right,
              y,
              align: 'right' as const,
              verticalAlign: 'middle' as const,
              fill: colors.muted,
              fontSize: LABEL_PX,
              fontFamily: 'inherit',
            },
          },
        ],
      }
    },
  }
}

function boxParts({ spread, color }: BoxRow, xOf: (value: number) => number, y: number, colors: ChartColors) {
  const { min, p25, p50, p75, max } = spread
  if (min === null || p25 === null || p50 === null || p75 === null || max === null) return []
  const drawn = colors.of(color)
  const upright = (value: number, height: number, lineWidth: number) =>
    line(xOf(value), y - height / 2, xOf(value), y + height / 2, drawn, lineWidth)
  return [
    line(xOf(min), y, xOf(max), y, drawn, 1),
    upright(min, WHISKER_PX, 1),
    upright(max, WHISKER_PX, 1),
    rect(xOf(p25), y - BOX_PX / 2, Math.max(1, xOf(p75) - xOf(p25)), BOX_PX, { fill: colors.background }),
    rect(xOf(p25), y - BOX_PX / 2, Math.max(1, xOf(p75) - xOf(p25)), BOX_PX, {
      fill: drawn,
      fillOpacity: BOX_OPACITY,
      stroke: drawn,
    }),
    upright(p50, BOX_PX, 3),
  ]
}

function rect(x: number, y: number, width: number, height: number, style: object) {
  return { type: 'rect' as const, shape: { x, y, width, height }, style }
}

function line(x1: number, y1: number, x2: number, y2: number, stroke: string, lineWidth: number) {
  return { type: 'line' as const, shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth } }
}

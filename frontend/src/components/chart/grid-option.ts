import type { ChartColors } from '@/components/chart/colors'
import type { ChartOption, CustomSeries } from '@/components/chart/echarts'
import { GRID_TOP_PX, type GridAxis, type GridModel } from '@/components/chart/grid-model'
import { LABEL_PX, LEFT_PX, measuredWidth, RIGHT_PX, TICK_PX } from '@/components/chart/layout'
import { TOOLTIP_FRAME, tooltipOf } from '@/components/chart/tooltip'

// Wide enough for cells to stand apart; where they are narrower, a gap would be most of them.
const GAP_FROM_PX = 6

export function gridOption(model: GridModel, colors: ChartColors, width: number): ChartOption {
  const { columns, rows, rowHeight, columnWidthMax, leftPx = LEFT_PX } = model
  const room = Math.max(0, width - leftPx - RIGHT_PX)
  const columnsWidth = Math.min(room, columns.labels.length * columnWidthMax)
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit' },
    grid: {
      left: leftPx,
      top: GRID_TOP_PX,
      width: columnsWidth,
      height: rows.labels.length * rowHeight,
    },
    xAxis: axisOption(withRoom(columns, columnsWidth), colors),
    yAxis: { ...axisOption(rows, colors, leftPx), inverse: true },
    tooltip: {
      ...TOOLTIP_FRAME,
      trigger: 'item',
      formatter: (given) => {
        const { dataIndex } = Array.isArray(given) ? { dataIndex: -1 } : given
        const cell = model.cells[dataIndex]
        return cell === undefined ? '' : tooltipOf(cell.title, cell.lines)
      },
    },
    series: [cellSeries(model, colors)],
  }
}

/** Labels that are left out because they would touch leave an uneven axis; better fewer from the beginning. */
function withRoom(axis: GridAxis, width: number): GridAxis {
  const { ticks = [], fewerTicks } = axis
  return fewerTicks === undefined || width >= ticks.length * TICK_PX ? axis : { ...axis, ticks: fewerTicks }
}

function axisOption({ labels, ticks }: GridAxis, colors: ChartColors, widthPx?: number) {
  return {
    type: 'category' as const,
    data: [...labels],
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: {
      color: colors.muted,
      fontSize: LABEL_PX,
      interval: ticks === undefined ? ('auto' as const) : (index: number) => ticks.includes(index),
      hideOverlap: true,
      ...(widthPx === undefined
        ? {}
        : { width: measuredWidth(widthPx - LABEL_PX), overflow: 'truncate' as const }),
    },
  }
}

function cellSeries({ cells }: GridModel, colors: ChartColors): CustomSeries {
  return {
    type: 'custom',
    data: cells.map(({ column, row }) => [column, row]),
    renderItem: (params, api) => {
      const cell = cells[params.dataIndex]
      if (cell === undefined) return null
      const [centerX = 0, centerY = 0] = api.coord([cell.column, cell.row])
      const size = api.size?.([1, 1])
      const [width = 0, height = 0] = Array.isArray(size) ? size : []
      const { index, of } = cell.part ?? { index: 0, of: 1 }
      const gap = width < GAP_FROM_PX ? 0 : 1
      const place = {
        x: centerX - width / 2,
        y: centerY - height / 2 + (height / of) * index,
        // Touching cells overlap by a hair, so that the page does not shine through between them.
        width: width - gap + (gap === 0 ? 0.5 : 0),
        height: height / of - 1,
      }
      const box = { type: 'rect' as const, shape: place, style: { fill: colors.of(cell.color) } }
      if (cell.text === undefined) return { ...box, emphasisDisabled: true }
      const words = wordsIn(place, cell.text.words, colors.of(cell.text.color))
      return { type: 'group', emphasisDisabled: true, children: [box, words] }
    },
  }
}

function wordsIn(place: { x: number; y: number; width: number; height: number }, text: string, fill: string) {
  const middle = { x: place.x + place.width / 2, y: place.y + place.height / 2 }
  const font = {
    fontSize: LABEL_PX,
    fontFamily: 'inherit',
    width: place.width,
    overflow: 'truncate' as const,
  }
  return {
    type: 'text' as const,
    style: { ...middle, ...font, text, fill, align: 'center' as const, verticalAlign: 'middle' as const },
  }
}

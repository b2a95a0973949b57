// Only what the charts here draw with; the rest of the library stays out of the bundle.
import type {
  BarSeriesOption,
  CustomSeriesOption,
  LineSeriesOption,
  GridComponentOption,
  TooltipComponentOption,
} from 'echarts'
import { BarChart, CustomChart, LineChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { type ComposeOption, init, use as register } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

register([BarChart, CustomChart, LineChart, GridComponent, TooltipComponent, SVGRenderer])

export type ChartOption = ComposeOption<
  BarSeriesOption | CustomSeriesOption | LineSeriesOption | GridComponentOption | TooltipComponentOption
>
export type SeriesOption = BarSeriesOption | CustomSeriesOption | LineSeriesOption
export type BarSeries = BarSeriesOption
export type CustomSeries = CustomSeriesOption
export type LineSeries = LineSeriesOption

export const createChart = init

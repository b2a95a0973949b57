import { type CSSProperties, lazy, type PropsWithChildren, Suspense, useMemo } from 'react'

import { BrushLayer } from '@/components/chart/brush-layer'
import { ChartFigure } from '@/components/chart/chart-figure'
import { chartHeight, LEFT_PX, plotTops, RIGHT_PX, ROW_HEADER_PX } from '@/components/chart/layout'
import type { Picture } from '@/components/chart/picture'
import type { TimeChartModel } from '@/components/chart/time-chart-model'
import styles from '@/components/chart/time-chart.module.css'
import { timeLegend } from '@/components/chart/time-legend'
import { timeTable } from '@/components/chart/time-table'
import { Skeleton } from '@/components/skeleton'

const TimeChartCanvas = lazy(async () => {
  const { TimeChartCanvas: component } = await loadTimeChart()
  return { default: component }
})

/** Where a chart is going to be shown: so that what draws it comes together with the data, not after it. */
export function loadTimeChart() {
  return import('@/components/chart/time-chart-canvas')
}

const PLOT = { '--plot-left': `${LEFT_PX}px`, '--plot-right': `${RIGHT_PX}px` } as CSSProperties

interface TimeChartProps {
  /** What the chart shows, for those who do not see it. */
  label: string
  model: TimeChartModel
  /** Its values to read and to take away, too. */
  withTable?: boolean
  /** Part of its time was chosen on the chart: half-open [startMs, endMs), whole slices. */
  onBrush?: ((startMs: number, endMs: number) => void) | undefined
}

export function TimeChart({ label, model, withTable = false, onBrush }: TimeChartProps) {
  const plots = <Plots label={label} model={model} onBrush={onBrush} />
  if (!withTable) return <figure className={styles.figure}>{plots}</figure>
  return (
    <WithTable label={label} model={model}>
      {plots}
    </WithTable>
  )
}

function WithTable({ label, model, children }: Pick<TimeChartProps, 'label' | 'model'> & PropsWithChildren) {
  const table = useMemo(() => timeTable(model), [model])
  return (
    <ChartFigure label={label} table={table} picture={pictureOf(model)}>
      {children}
    </ChartFigure>
  )
}

function Plots({ label, model, onBrush }: Omit<TimeChartProps, 'withTable'>) {
  const height = chartHeight(model.rows)
  const tops = plotTops(model.rows)
  const drawn = (
    <div role="img" aria-label={`${label}. ${model.rows.map((row) => row.summary).join(' ')}`}>
      <Suspense fallback={<Skeleton label={label} height={height} />}>
        <TimeChartCanvas model={model} height={height} />
      </Suspense>
    </div>
  )
  return (
    <div className={styles.plots} style={PLOT}>
      {model.rows.map((row, index) => (
        <p
          key={row.title}
          className={styles.rowHeader}
          style={{
            top: (tops[index] ?? 0) - ROW_HEADER_PX,
            height: ROW_HEADER_PX,
          }}
        >
          <span className={styles.title}>{row.title}</span>
          <span className={styles.latest}>{row.latest}</span>
        </p>
      ))}
      {onBrush === undefined ? (
        drawn
      ) : (
        <BrushLayer slices={model.slices} onBrush={onBrush}>
          {drawn}
        </BrushLayer>
      )}
    </div>
  )
}

function pictureOf(model: TimeChartModel): Picture {
  const tops = plotTops(model.rows)
  return {
    height: chartHeight(model.rows),
    color: model.color,
    headings: model.rows.map((row, index) => ({
      text: row.title,
      left: LEFT_PX,
      baseline: (tops[index] ?? 0) - ROW_HEADER_PX / 3,
    })),
    legend: timeLegend(model),
    draw: async (colors) => {
      const { timeChartOption } = await import('@/components/chart/time-chart-option')
      return timeChartOption(model, colors)
    },
  }
}

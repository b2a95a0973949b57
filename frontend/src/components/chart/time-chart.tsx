import { lazy, Suspense } from 'react'

import { BrushLayer } from '@/components/chart/brush-layer'
import { ChartTable } from '@/components/chart/chart-table'
import { chartHeight, LEFT_PX, plotTops, RIGHT_PX, ROW_HEADER_PX } from '@/components/chart/layout'
import type { TimeChartModel } from '@/components/chart/time-chart-model'
import styles from '@/components/chart/time-chart.module.css'
import { Skeleton } from '@/components/skeleton'

const TimeChartCanvas = lazy(async () => {
  const { TimeChartCanvas: component } = await import('@/components/chart/time-chart-canvas')
  return { default: component }
})

interface TimeChartProps {
  /** What the chart shows, for those who do not see it. */
  label: string
  model: TimeChartModel
  withTable?: boolean
  /** Part of its time was chosen on the chart: half-open [startMs, endMs), whole slices. */
  onBrush?: (startMs: number, endMs: number) => void
}

export function TimeChart({ label, model, withTable = false, onBrush }: TimeChartProps) {
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
    <figure className={styles.figure}>
      <div className={styles.plots}>
        {model.rows.map((row, index) => (
          <p
            key={row.title}
            className={styles.rowHeader}
            style={{
              top: (tops[index] ?? 0) - ROW_HEADER_PX,
              height: ROW_HEADER_PX,
              left: LEFT_PX,
              right: RIGHT_PX,
            }}
          >
            <span className={styles.title}>{row.title}</span>
            <span>{row.latest}</span>
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
      {withTable && <ChartTable label={label} model={model} />}
    </figure>
  )
}

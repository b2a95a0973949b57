import { lazy, Suspense } from 'react'

import { ChartFigure } from '@/components/chart/chart-figure'
import { ChartLegend } from '@/components/chart/chart-legend'
import { gridHeight, type GridModel } from '@/components/chart/grid-model'
import { Skeleton } from '@/components/skeleton'

const GridChartCanvas = lazy(async () => {
  const { GridChartCanvas: component } = await import('@/components/chart/grid-chart-canvas')
  return { default: component }
})

interface GridChartProps {
  /** What the chart shows, for those who do not see it. */
  label: string
  model: GridModel
}

/** A heatmap or a calendar. */
export function GridChart({ label, model }: GridChartProps) {
  const height = gridHeight(model)
  return (
    <ChartFigure
      label={label}
      table={model.table}
      picture={{
        height,
        legend: model.legend,
        draw: async (colors, width) => {
          const { gridOption } = await import('@/components/chart/grid-option')
          return gridOption(model, colors, width)
        },
      }}
    >
      <div role="img" aria-label={`${label}. ${model.summary}`}>
        <Suspense fallback={<Skeleton label={label} height={height} />}>
          <GridChartCanvas model={model} height={height} />
        </Suspense>
      </div>
      <ChartLegend entries={model.legend} />
    </ChartFigure>
  )
}

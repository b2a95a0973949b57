import { lazy, Suspense } from 'react'

import { boxHeight, type BoxModel } from '@/components/chart/box-model'
import { boxSummary, boxTable } from '@/components/chart/box-table'
import { ChartFigure } from '@/components/chart/chart-figure'
import { Skeleton } from '@/components/skeleton'

const BoxChartCanvas = lazy(async () => {
  const { BoxChartCanvas: component } = await import('@/components/chart/box-chart-canvas')
  return { default: component }
})

interface BoxChartProps {
  /** What the chart shows, for those who do not see it. */
  label: string
  model: BoxModel
}

export function BoxChart({ label, model }: BoxChartProps) {
  const height = boxHeight(model.rows.length)
  return (
    <ChartFigure
      label={label}
      table={boxTable(model)}
      picture={{
        height,
        draw: async (colors, width) => {
          const { boxOption } = await import('@/components/chart/box-option')
          return boxOption(model, colors, width)
        },
      }}
    >
      <div role="img" aria-label={`${label}. ${boxSummary(model.rows)}`}>
        <Suspense fallback={<Skeleton label={label} height={height} />}>
          <BoxChartCanvas model={model} height={height} />
        </Suspense>
      </div>
    </ChartFigure>
  )
}

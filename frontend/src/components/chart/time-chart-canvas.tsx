import { useEffect, useRef } from 'react'

import { chartColors } from '@/components/chart/colors'
import { createChart } from '@/components/chart/echarts'
import type { TimeChartModel } from '@/components/chart/time-chart-model'
import { timeChartOption } from '@/components/chart/time-chart-option'
import { useShownTheme } from '@/hooks/use-theme'

interface TimeChartCanvasProps {
  model: TimeChartModel
  height: number
}

/** The drawn part of a chart. Loaded on its own, since the library behind it is larger than the app. */
export function TimeChartCanvas({ model, height }: TimeChartCanvasProps) {
  const container = useRef<HTMLDivElement>(null)
  const chart = useRef<ReturnType<typeof createChart>>(null)
  const theme = useShownTheme()

  useEffect(() => {
    if (container.current === null) return undefined
    const created = createChart(container.current, undefined, { renderer: 'svg' })
    chart.current = created
    const observer = new ResizeObserver(() => {
      created.resize()
    })
    observer.observe(container.current)
    return () => {
      observer.disconnect()
      created.dispose()
    }
  }, [])

  useEffect(() => {
    if (container.current === null) return
    const option = timeChartOption(model, chartColors(container.current, model.color))
    // What is not replaced stays, so that a tooltip outlives new data.
    chart.current?.setOption(option, { replaceMerge: ['grid', 'xAxis', 'yAxis', 'series'] })
    chart.current?.resize()
  }, [model, height, theme])

  return <div ref={container} style={{ height }} />
}

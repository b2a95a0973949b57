import { useCallback, useRef } from 'react'

import styles from '@/components/chart/canvas.module.css'
import { chartColors } from '@/components/chart/colors'
import type { TimeChartModel } from '@/components/chart/time-chart-model'
import { timeChartOption } from '@/components/chart/time-chart-option'
import { useChart } from '@/components/chart/use-chart'

interface TimeChartCanvasProps {
  model: TimeChartModel
  height: number
}

/** The drawn part of a chart. Loaded on its own, since the library behind it is larger than the app. */
export function TimeChartCanvas({ model, height }: TimeChartCanvasProps) {
  const container = useRef<HTMLDivElement>(null)
  const optionOf = useCallback(
    (element: HTMLElement) => timeChartOption(model, chartColors(element, model.color)),
    [model],
  )
  useChart(container, optionOf, height)
  return <div ref={container} className={styles.canvas} style={{ height }} />
}

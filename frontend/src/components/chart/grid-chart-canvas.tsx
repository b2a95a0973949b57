import { useCallback, useRef } from 'react'

import styles from '@/components/chart/canvas.module.css'
import { chartColors } from '@/components/chart/colors'
import type { GridModel } from '@/components/chart/grid-model'
import { gridOption } from '@/components/chart/grid-option'
import { useChart } from '@/components/chart/use-chart'

interface GridChartCanvasProps {
  model: GridModel
  height: number
}

export function GridChartCanvas({ model, height }: GridChartCanvasProps) {
  const container = useRef<HTMLDivElement>(null)
  const optionOf = useCallback(
    (element: HTMLElement) => gridOption(model, chartColors(element, 'var(--accent)'), element.clientWidth),
    [model],
  )
  useChart(container, optionOf, height)
  return <div ref={container} className={styles.canvas} style={{ height }} />
}

import { useCallback, useRef } from 'react'

import type { BoxModel } from '@/components/chart/box-model'
import { boxOption } from '@/components/chart/box-option'
import styles from '@/components/chart/canvas.module.css'
import { chartColors } from '@/components/chart/colors'
import { useChart } from '@/components/chart/use-chart'

interface BoxChartCanvasProps {
  model: BoxModel
  height: number
}

export function BoxChartCanvas({ model, height }: BoxChartCanvasProps) {
  const container = useRef<HTMLDivElement>(null)
  const optionOf = useCallback(
    (element: HTMLElement) => boxOption(model, chartColors(element, 'var(--accent)'), element.clientWidth),
    [model],
  )
  useChart(container, optionOf, height)
  return <div ref={container} className={styles.canvas} style={{ height }} />
}

import { type RefObject, useEffect, useRef } from 'react'

import { type ChartOption, createChart } from '@/components/chart/echarts'
import { useShownTheme } from '@/hooks/use-theme'

type Chart = ReturnType<typeof createChart>

/** Only where there is more or less room than before: it draws all of the chart. */
function fit(chart: Chart | null, { clientWidth, clientHeight }: HTMLElement): void {
  if (chart?.getWidth() !== clientWidth || chart.getHeight() !== clientHeight) chart?.resize()
}

/** Draws what `optionOf` says into the container, again when that, the theme, or the room for it changes. */
export function useChart(
  container: RefObject<HTMLDivElement | null>,
  optionOf: (container: HTMLElement) => ChartOption,
  height: number,
): RefObject<Chart | null> {
  const chart = useRef<Chart>(null)
  const draw = useRef<() => void>(undefined)
  const theme = useShownTheme()

  useEffect(() => {
    if (container.current === null) return undefined
    const created = createChart(container.current, undefined, { renderer: 'svg' })
    chart.current = created
    const observer = new ResizeObserver(() => {
      draw.current?.()
    })
    observer.observe(container.current)
    return () => {
      observer.disconnect()
      created.dispose()
    }
  }, [container])

  useEffect(() => {
    draw.current = () => {
      if (container.current === null) return
      fit(chart.current, container.current)
      // What is not replaced stays, so that a tooltip outlives new data.
      chart.current?.setOption(optionOf(container.current), {
        replaceMerge: ['grid', 'xAxis', 'yAxis', 'series'],
      })
    }
    draw.current()
  }, [container, optionOf, height, theme])

  return chart
}

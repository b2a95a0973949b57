import { type RefObject, useEffect, useRef } from 'react'

import { type ChartOption, createChart } from '@/components/chart/echarts'
import { useShownTheme } from '@/hooks/use-theme'

type Chart = ReturnType<typeof createChart>

// Drawn a little before it scrolls into view, so that it is usually done by then.
const MARGIN = '300px'

function fits(chart: Chart, { clientWidth, clientHeight }: HTMLElement): boolean {
  return chart.getWidth() === clientWidth && chart.getHeight() === clientHeight
}

/**
 * Draws what `optionOf` says into the container, again when that, the theme, or the room for it changes. What changes
 * while the container is far from the visible part of the page is drawn when it comes near.
 */
export function useChart(
  container: RefObject<HTMLDivElement | null>,
  optionOf: (container: HTMLElement) => ChartOption,
  height: number,
): void {
  const draw = useRef<() => void>(undefined)
  const isNear = useRef(true)
  const isLate = useRef(false)
  const chart = useRef<Chart>(null)
  const theme = useShownTheme()
  const drawnTheme = useRef(theme)

  useEffect(() => {
    const element = container.current
    if (element === null) return undefined
    const created = createChart(element, undefined, { renderer: 'svg' })
    chart.current = created
    const room = new ResizeObserver(() => {
      // It is also told of the room that there was from the beginning.
      if (!fits(created, element)) draw.current?.()
    })
    room.observe(element)
    const place = new IntersectionObserver(
      (entries) => {
        isNear.current = entries.at(-1)?.isIntersecting ?? true
        if (isNear.current && isLate.current) draw.current?.()
      },
      { rootMargin: MARGIN },
    )
    place.observe(element)
    // Paper has no visible part.
    const onPrint = () => {
      if (isLate.current) draw.current?.()
    }
    addEventListener('beforeprint', onPrint)
    return () => {
      removeEventListener('beforeprint', onPrint)
      place.disconnect()
      room.disconnect()
      created.dispose()
    }
  }, [container])

  useEffect(() => {
    draw.current = () => {
      if (container.current === null || chart.current === null) return
      isLate.current = false
      // It draws all of the chart.
      if (!fits(chart.current, container.current)) chart.current.resize()
      // What is not replaced stays, so that a tooltip outlives new data.
      chart.current.setOption(optionOf(container.current), {
        replaceMerge: ['grid', 'xAxis', 'yAxis', 'series'],
      })
    }
    const isOtherTheme = drawnTheme.current !== theme
    drawnTheme.current = theme
    // Colours that match no more are seen in any picture of the page.
    if (isNear.current || isOtherTheme) draw.current()
    else isLate.current = true
  }, [container, optionOf, height, theme])
}

import { type PointerEvent, type ReactNode, useState } from 'react'

import { brushedSlices } from '@/components/chart/brush'
import styles from '@/components/chart/brush-layer.module.css'
import type { ChartSlice } from '@/components/chart/time-chart-model'

interface BrushLayerProps {
  slices: readonly ChartSlice[]
  /** Half-open [startMs, endMs), whole slices. */
  onBrush: (startMs: number, endMs: number) => void
  children: ReactNode
}

/** Lets a pointer choose a part of a chart's time by drawing over it; keyboards have fields for that elsewhere. */
export function BrushLayer({ slices, onBrush, children }: BrushLayerProps) {
  const [drawn, setDrawn] = useState<{ fromPx: number; toPx: number; widthPx: number } | null>(null)
  const brushed = drawn === null ? undefined : brushedSlices(slices, drawn.widthPx, drawn.fromPx, drawn.toPx)

  function placeOf(event: PointerEvent<HTMLDivElement>) {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    return { px: event.clientX - left, widthPx: width }
  }

  return (
    <div
      className={styles.layer}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        const { px, widthPx } = placeOf(event)
        setDrawn({ fromPx: px, toPx: px, widthPx })
      }}
      onPointerMove={(event) => {
        if (drawn === null) return
        // From now on also where it leaves the chart.
        event.currentTarget.setPointerCapture(event.pointerId)
        setDrawn({ ...drawn, toPx: placeOf(event).px })
      }}
      onPointerUp={() => {
        setDrawn(null)
        if (brushed !== undefined) onBrush(brushed.startMs, brushed.endMs)
      }}
      onPointerCancel={() => {
        setDrawn(null)
      }}
    >
      {children}
      {brushed !== undefined && (
        <div className={styles.brushed} style={{ left: brushed.leftPx, width: brushed.widthPx }} />
      )}
    </div>
  )
}

import { LEFT_PX, RIGHT_PX } from '@/components/chart/layout'
import type { ChartSlice } from '@/components/chart/time-chart-model'

/** A stretch of whole slices, and where it lies in the chart. */
export interface Brushed {
  startMs: number
  endMs: number
  leftPx: number
  widthPx: number
}

// A click with an unsteady hand chooses nothing.
const DISTANCE_MIN_PX = 6

/** The slices between two places of a chart that is `widthPx` wide; undefined where they are too near. */
export function brushedSlices(
  slices: readonly ChartSlice[],
  widthPx: number,
  fromPx: number,
  toPx: number,
): Brushed | undefined {
  const axisStart = slices[0]?.startMs ?? 0
  const axisEnd = slices.at(-1)?.endMs ?? 0
  const plotPx = widthPx - LEFT_PX - RIGHT_PX
  if (Math.abs(toPx - fromPx) < DISTANCE_MIN_PX || plotPx <= 0) return undefined

  const momentAt = (px: number) => axisStart + ((px - LEFT_PX) / plotPx) * (axisEnd - axisStart)
  const placeOf = (ms: number) => LEFT_PX + ((ms - axisStart) / (axisEnd - axisStart)) * plotPx
  const early = momentAt(Math.min(fromPx, toPx))
  const late = momentAt(Math.max(fromPx, toPx))
  const startMs = slices.find((slice) => slice.endMs > early)?.startMs
  const endMs = slices.findLast((slice) => slice.startMs < late)?.endMs
  if (startMs === undefined || endMs === undefined || startMs >= endMs) return undefined
  const leftPx = placeOf(startMs)
  return { startMs, endMs, leftPx, widthPx: placeOf(endMs) - leftPx }
}

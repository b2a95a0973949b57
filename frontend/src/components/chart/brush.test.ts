import { describe, expect, it } from 'vitest'

import { brushedSlices } from '@/components/chart/brush'
import { LEFT_PX, RIGHT_PX } from '@/components/chart/layout'

const SLICES = [0, 10, 20, 30].map((startMs) => ({ startMs, endMs: startMs + 10, complete: true }))
// Ten pixels for each unit of time.
const WIDTH = LEFT_PX + 400 + RIGHT_PX

function brushed(from: number, to: number) {
  return brushedSlices(SLICES, WIDTH, LEFT_PX + from, LEFT_PX + to)
}

describe('a stretch drawn over a chart', () => {
  it('is made of whole slices, whichever way it is drawn', () => {
    const expected = { startMs: 10, endMs: 30, leftPx: LEFT_PX + 100, widthPx: 200 }
    expect(brushed(150, 250)).toEqual(expected)
    expect(brushed(250, 150)).toEqual(expected)
  })

  it('ends where the chart ends', () => {
    expect(brushed(-40, 1000)).toMatchObject({ startMs: 0, endMs: 40 })
  })

  it('is none where nothing was drawn, or beside the chart', () => {
    expect(brushed(150, 152)).toBeUndefined()
    expect(brushed(500, 600)).toBeUndefined()
    expect(brushedSlices([], WIDTH, 0, 100)).toBeUndefined()
  })
})

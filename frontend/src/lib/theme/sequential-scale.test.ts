import { describe, expect, it } from 'vitest'

import { countScale, SCALE_STEPS, shareScale, stepColor, timeScale } from '@/lib/theme/sequential-scale'

describe('the colours of counts', () => {
  it('go from one to the most, finer among the few', () => {
    const { steps, stepOf } = countScale([0, 49, 7, null])
    expect(steps.map(({ from }) => from)).toEqual([1, 4, 9, 16, 25, 36])
    expect(stepOf(1)?.token).toBe(1)
    expect(stepOf(49)?.token).toBe(SCALE_STEPS)
    expect(stepOf(8)?.token).toBe(2)
  })

  it('leave out what is nothing', () => {
    const { stepOf } = countScale([3])
    expect(stepColor(stepOf(0))).toBe('var(--sunken)')
    expect(stepColor(stepOf(null))).toBe('var(--sunken)')
    expect(countScale([0, null]).steps).toEqual([])
  })

  it('are of the middle where there is only one', () => {
    expect(countScale([1]).steps).toEqual([{ from: 1, token: 4 }])
  })
})

describe('the colours of shares', () => {
  it('begin with the smallest, also where it is less than one in a hundred', () => {
    const { steps, stepOf } = shareScale([0.84, 22.8, 1.2, null])
    expect(steps.map(({ from }) => from)).toEqual([0.84, 1, 2, 4, 7, 12, 17])
    expect([stepOf(0.84)?.from, stepOf(1.2)?.from]).toEqual([0.84, 1])
  })

  it('have no step that no share reaches', () => {
    expect(shareScale([30, 70]).steps.map(({ from }) => from)).toEqual([30, 36, 51])
    expect(shareScale([null]).steps).toEqual([])
  })
})

describe('the colours of times', () => {
  it('rise by a factor', () => {
    const { steps, stepOf } = timeScale([1, 128, null])
    expect(steps.map(({ from }) => Math.round(from))).toEqual([1, 2, 4, 8, 16, 32, 64])
    expect(stepOf(128)?.token).toBe(SCALE_STEPS)
    expect(stepOf(5)?.token).toBe(3)
  })

  it('take what lies below the fastest of the scale for the fastest', () => {
    expect(timeScale([10, 100]).stepOf(9.99)?.token).toBe(1)
  })

  it('stay faint where times hardly differ', () => {
    expect(timeScale([10, 13]).steps).toEqual([
      { from: 10, token: 1 },
      { from: 12, token: 2 },
    ])
  })

  it('are one where all times are the same', () => {
    expect(timeScale([5, 5]).steps).toHaveLength(1)
  })
})

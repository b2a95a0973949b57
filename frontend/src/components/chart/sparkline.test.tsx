import { render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import { Sparkline } from '@/components/chart/sparkline'

function draw(values: (number | null)[]) {
  render(<Sparkline label="Visits" values={values} color="red" format={(value) => `${value ?? '–'}`} />)
  const picture = screen.getByRole('img')
  return { name: picture.getAttribute('aria-label'), path: picture.querySelector('path')?.getAttribute('d') }
}

describe('a sparkline', () => {
  it('rises from 0 to the most', () => {
    expect(draw([0, 5, 10]).path).toBe('M0 22.50L0 22.50L1 12.00L2 1.50')
  })

  it('breaks where there is nothing, and keeps a lone value as a dot', () => {
    expect(draw([1, null, 1]).path).toBe('M0 1.50L0 1.50M2 1.50L2 1.50')
  })

  it('says its course', () => {
    expect(draw([null, 3, 9, 4]).name).toBe('Visits: from 3 to 4, at most 9.')
  })

  it('is empty without values', () => {
    expect(draw([null, null])).toEqual({ name: 'Visits: –', path: '' })
  })

  it('lies on the ground where all is 0', () => {
    expect(draw([0, 0]).path).toBe('M0 22.50L0 22.50L1 22.50')
  })
})

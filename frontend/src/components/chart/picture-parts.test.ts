import { expect, it } from 'vitest'

import { wrapped } from '@/components/chart/picture-parts'

it('breaks words into as many lines as have room', () => {
  expect(wrapped('Visits, the last 7 days', 600, 12)).toEqual(['Visits, the last 7 days'])
  expect(wrapped('Visits, the last 7 days', 100, 12)).toEqual(['Visits, the', 'last 7 days'])
})

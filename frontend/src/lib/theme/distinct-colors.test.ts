import { describe, expect, it } from 'vitest'

import { distinctColors } from '@/lib/theme/distinct-colors'
import { endpointMark } from '@/lib/theme/endpoint-mark'

const NAMES = ['product', 'recommendations', 'catalogue', 'health', 'home', 'search', 'login', 'cart.add']

describe('colours of a chart', () => {
  it('are all different while there are enough, and the own one for the first that has it', () => {
    const colors = distinctColors(NAMES)
    expect(new Set(colors.values()).size).toBe(NAMES.length)
    const own = new Set<string>()
    for (const name of NAMES) {
      const { color } = endpointMark(name)
      if (!own.has(color)) expect(colors.get(name)).toBe(color)
      own.add(color)
    }
    // These eight names have fewer colours of their own.
    expect(own.size).toBeLessThan(NAMES.length)
  })

  it('come back where there are more names than colours', () => {
    expect(distinctColors([...NAMES, 'checkout']).get('checkout')).toBe(endpointMark('checkout').color)
  })
})

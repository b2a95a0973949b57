import { describe, expect, it } from 'vitest'

import {
  comparedVersion,
  validateView,
  withFilter,
  withoutFilters,
  withRange,
  withTime,
} from '@/features/statistic/view'

const TIME = { from: '2026-11-01T00:00:00.000Z', until: '2026-11-02T00:00:00.000Z' }

describe('what an address says', () => {
  it('is kept as far as it makes sense', () => {
    const sound = { range: '7d', endpoint: 'cart/<id>', compare: 'version:1.0', ...TIME }
    expect(validateView({ ...sound, version: 2, other: 'x' })).toEqual({ ...sound, version: '2' })
    expect(
      validateView({ range: '6y', endpoint: '', ip: {}, compare: 'next', from: 'soon', until: TIME.until }),
    ).toEqual({})
    expect(validateView({ from: TIME.until, until: TIME.from })).toEqual({})
    expect(validateView({ from: '0001-01-01T00:00:00Z', until: TIME.until })).toEqual({})
    expect(validateView({ endpoint: 'a'.repeat(1001) })).toEqual({})
  })

  it('is changed part by part', () => {
    const view = { range: '7d', endpoint: 'cart', ip: '10.0.0.7', compare: 'previous' } as const
    expect(withFilter(view, 'endpoint', undefined)).toEqual({
      range: '7d',
      ip: '10.0.0.7',
      compare: 'previous',
    })
    expect(withoutFilters(view)).toEqual({ range: '7d', compare: 'previous' })
    const chosen = withTime({ range: '7d', ip: '10.0.0.7' }, Date.parse(TIME.from), Date.parse(TIME.until))
    expect(chosen).toEqual({ ip: '10.0.0.7', ...TIME })
    expect(withRange(chosen, '24h')).toEqual({ range: '24h', ip: '10.0.0.7' })
  })

  it('may name a version to compare with', () => {
    expect(comparedVersion('version:a:b')).toBe('a:b')
    expect(comparedVersion('previous')).toBeUndefined()
  })
})

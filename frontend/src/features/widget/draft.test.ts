import { describe, expect, it } from 'vitest'

import { draftOf, type Entered, INITIAL } from '@/features/widget/draft'
import { KINDS } from '@/features/widget/kinds'

const entered = (given: Partial<Entered>): Entered => ({ ...INITIAL, title: 'Visits', ...given })

describe('a draft', () => {
  it('has only what its kind asks for', () => {
    expect(draftOf(entered({ kind: 'geck_o_meter' }), '–').definition).toEqual({
      kind: 'geck_o_meter',
      statistic: 'total_visits',
      filters: {},
      range: { last: { count: 24, unit: 'hour' } },
      maximum: 1000,
    })
  })

  it('reads numbers, lists of them and marks, and leaves out what is empty', () => {
    const options = { axis_points: '0, 5;10', red_range: '0 5', comparative: '', auto_scale: false }
    expect(draftOf(entered({ kind: 'bullet', options }), '–').definition).toMatchObject({
      axis_points: [0, 5, 10],
      red: [0, 5],
      auto_scale: false,
    })
    expect(draftOf(entered({ kind: 'bullet', options }), '–').definition).not.toHaveProperty('comparative')
    expect(draftOf(entered({ kind: 'number', options: {} }), '–').definition).toMatchObject({
      previous: false,
    })
  })

  it('filters by what is given, the status as a number', () => {
    const filters = { endpoint: ' home ', status: '500', version: '' }
    expect(draftOf(entered({ filters }), '–').definition.filters).toEqual({ endpoint: 'home', status: 500 })
  })

  it('takes all calls, or those from one day to another', () => {
    expect(draftOf(entered({ range: 'all' }), '–').definition.range).toEqual({})
    expect(draftOf(entered({ range: 'dates', from: '2026-05-20' }), '–').definition.range).toMatchObject({
      start_date: '2026-05-20',
    })
  })

  it('has a title from the start', () => {
    for (const kind of KINDS) expect(draftOf({ ...INITIAL, kind }, 'Untitled').title).toBe('Untitled')
  })
})

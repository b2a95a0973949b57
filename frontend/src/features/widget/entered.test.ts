import { describe, expect, it } from 'vitest'

import { draftOf, type Entered, INITIAL, type WidgetRange } from '@/features/widget/draft'
import { enteredOf } from '@/features/widget/entered'
import { KINDS } from '@/features/widget/kinds'
import { chooseTimezone } from '@/lib/format/zone'

const entered = (given: Partial<Entered>): Entered => ({ ...INITIAL, title: 'Visits', ...given })

describe('what was entered for a widget', () => {
  it.each(KINDS)('makes the same one again: %s', (kind) => {
    const draft = draftOf(entered({ kind }), '–')

    expect(draftOf(enteredOf(draft), '–')).toEqual(draft)
  })

  it('has its filters and options', () => {
    const options = { axis_points: '0, 5, 10', red_range: '0, 5', comparative: '3', auto_scale: false }
    const draft = draftOf(entered({ kind: 'bullet', options, filters: { status: '500' } }), '–')

    expect(enteredOf(draft)).toMatchObject({ options, filters: { status: '500', endpoint: '' } })
  })

  it.each<[string, WidgetRange, Partial<Entered>]>([
    ['of the last week', { last: { count: 7, unit: 'day' } }, { range: 'week' }],
    ['of all time', { start_date: null, granularity: 'day', timezone: 'UTC' }, { range: 'all' }],
    [
      'of two days',
      { start_date: '2026-05-20', end_date: '2026-05-21', timezone: 'Asia/Tokyo' },
      { range: 'dates', from: '2026-05-20', until: '2026-05-21' },
    ],
    ['of two days elsewhere', { start_date: '2026-05-20', timezone: 'Asia/Kolkata' }, { range: 'kept' }],
    ['of what only the API says', { last: { count: 90, unit: 'day' } }, { range: 'kept' }],
    ['of a year', { year: '2026', timezone: 'UTC' }, { range: 'kept' }],
  ])('has its range, or keeps it: %s', (_, range, expected) => {
    chooseTimezone('Asia/Tokyo')
    const again = enteredOf({
      title: 'Visits',
      definition: { kind: 'line_chart', statistic: 'total_visits', range },
    })

    expect(again).toMatchObject(expected)
    if (again.range === 'kept') expect(draftOf(again, '–').definition.range).toEqual(range)
  })
})

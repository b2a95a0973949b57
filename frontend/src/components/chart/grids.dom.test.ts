import { describe, expect, it } from 'vitest'

import { calendarGrid } from '@/components/chart/calendar-grid'
import { gridOption } from '@/components/chart/grid-option'
import { type DayOfHours, hourGrid } from '@/components/chart/hour-grid'
import { countScale } from '@/lib/theme/sequential-scale'

const HOUR_MS = 3_600_000
const LOOK = { label: 'Visits', format: (value: number | null) => `${value ?? '–'}`, summary: '' }

/** A day of as many hours as the clocks in Amsterdam show, with the number of each as its value. */
function day(startsAt: string, hours = 24): DayOfHours {
  const startMs = Date.parse(startsAt)
  return {
    startMs,
    hours: Array.from({ length: hours }, (_, index) => {
      const moment = startMs + index * HOUR_MS
      return { hour: new Date(moment).getHours(), startMs: moment, value: index }
    }),
  }
}

function hours(days: DayOfHours[]) {
  return hourGrid(days, { ...LOOK, scale: countScale([23]), formatStep: String })
}

describe('every hour of every day', () => {
  it('has days below each other, and across where they are many', () => {
    const few = hours([day('2026-11-20T23:00:00Z')])
    expect([few.columns.labels.length, few.rows.labels]).toEqual([24, ['Nov 21']])
    expect(few.cells[13]).toMatchObject({ column: 13, row: 0, lines: [{ text: '13' }] })

    const many = hours(Array.from({ length: 20 }, () => day('2026-11-20T23:00:00Z')))
    expect([many.columns.labels.length, many.rows.labels.length]).toEqual([20, 24])
    expect(many.cells[24 + 13]).toMatchObject({ column: 1, row: 13 })
  })

  it.each([
    [300, [0, 6, 12, 18]],
    [600, [0, 3, 6, 9, 12, 15, 18, 21]],
  ])('names hours at even distances in %i px', (width, named) => {
    const colors = { data: '', muted: '', line: '', text: '', background: '', of: () => '' }
    const { xAxis } = gridOption(hours([day('2026-11-20T23:00:00Z')]), colors, width) as {
      xAxis: { axisLabel: { interval: (index: number) => boolean } }
    }
    const each = Array.from({ length: 24 }, (_, hour) => hour)
    expect(each.filter((hour) => xAxis.axisLabel.interval(hour))).toEqual(named)
  })

  it('has the times of the clocks, with their offset, in a file', () => {
    const { table } = hours([day('2026-11-20T23:00:00Z')])
    expect(table.rows[13]?.plain).toBe('2026-11-21T13:00:00+01:00')
  })

  it('splits the place of an hour that clocks repeat', () => {
    const { cells } = hours([day('2026-10-24T22:00:00Z', 25)])
    expect(cells).toHaveLength(25)
    expect(cells.filter(({ column }) => column === 2).map(({ part }) => part)).toEqual([
      { index: 0, of: 2 },
      { index: 1, of: 2 },
    ])
  })

  it('leaves the place of an hour that clocks skip empty', () => {
    const { cells } = hours([day('2026-03-28T23:00:00Z', 23)])
    expect(cells.map(({ column }) => column)).not.toContain(2)
    expect(cells.map(({ column }) => column)).toContain(23)
  })

  it('says in its legend from where on a colour is', () => {
    expect(hours([]).legend.map(({ label }) => label)).toEqual([
      'from 1',
      'from 2',
      'from 4',
      'from 8',
      'from 12',
      'from 17',
    ])
  })
})

describe('a calendar', () => {
  const days = Array.from({ length: 12 }, (_, index) => ({
    // From Thursday 29 October on.
    startMs: new Date(2026, 9, 29 + index).getTime(),
    value: index,
    color: 'red',
    lines: [],
  }))

  it('has a column for each week, from Monday on', () => {
    const { cells, columns } = calendarGrid(days, { ...LOOK, legend: [] })
    expect(cells.map(({ column, row }) => [column, row])).toEqual([
      [0, 3],
      [0, 4],
      [0, 5],
      [0, 6],
      [1, 0],
      [1, 1],
      [1, 2],
      [1, 3],
      [1, 4],
      [1, 5],
      [1, 6],
      [2, 0],
    ])
    expect(columns).toEqual({ labels: ['Oct', 'Nov', 'Nov'], ticks: [0, 1] })
  })

  it('is a table of days, too', () => {
    const { table } = calendarGrid(days, { ...LOOK, legend: [] })
    expect(table.rows[0]).toEqual({ label: 'Thu, Oct 29', plain: '2026-10-29' })
  })

  it('may be empty', () => {
    expect(calendarGrid([], { ...LOOK, legend: [] }).cells).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'

import type { GraphAnswer, GraphData } from '@/features/graph/api/get-graph-data'
import { NEW_GRAPH } from '@/features/graph/draft'
import { colorsOf, graphModel } from '@/features/graph/graph-model'
import type { GraphWrite } from '@/lib/api/models'
import { endpointMark } from '@/lib/theme/endpoint-mark'
import { makeSeries, makeValues, NOW } from '@/testing/factories'

function data(graph: Partial<GraphWrite>, drawn: GraphAnswer): GraphData {
  return { graph: { ...NEW_GRAPH, ...graph }, words: 'today', slice: 'hour', drawn, answeredAtMs: NOW }
}

const SPAN = { start: '2026-11-21T10:00:00Z', end: '2026-11-21T12:00:00Z' }
const SLICES = [
  { slice: '2026-11-21T10', start: '2026-11-21T10:00:00Z' },
  { slice: '2026-11-21T11', start: '2026-11-21T11:00:00Z' },
]

function row(key: string | null, visits: number[]) {
  return {
    key,
    calls: 1,
    last_call_at: null,
    values: null,
    slices: visits.map((total_visits) => ({ total_visits })),
  }
}

describe('what is drawn of a graph', () => {
  it('is one course where calls are not told apart', () => {
    const answer = makeSeries([
      makeValues({ median_execution_time: 5 }),
      makeValues({ median_execution_time: null }),
    ])
    const drawn = graphModel(data({}, { kind: 'series', answer }))

    if (drawn?.kind !== 'time') throw new Error('no course')
    expect(drawn.model.rows).toMatchObject([
      { kind: 'course', look: 'line', whole: false, unit: 'ms', latest: '–', lines: [{ values: [5, null] }] },
    ])
    expect(drawn.model.slices.map(({ complete }) => complete)).toEqual([true, false])
  })

  it('is one for each key, and one for the rest', () => {
    const rows = [row('home', [1, 2]), row('cart', [3, 4]), row(null, [0, 9])]
    const answer = { ...SPAN, by: 'endpoint' as const, slices: SLICES, rows }
    const drawn = graphModel(data({ kind: 'area', statistic: 'total_visits' }, { kind: 'breakdown', answer }))

    if (drawn?.kind !== 'time') throw new Error('no course')
    expect(drawn.legend.map(({ label, values }) => [label, values])).toEqual([
      ['home', [1, 2]],
      ['cart', [3, 4]],
      ['All others', [0, 9]],
    ])
    expect(drawn.model.rows).toMatchObject([
      { look: 'area', whole: true, summary: 'Visits: between 0 and 9. Of home, cart, All others.' },
    ])
  })

  it('is a grid of hours for a heatmap', () => {
    const hours = [0, 1, 2].map((hour) => ({
      hour,
      slice: `2026-11-21T0${hour}`,
      start: `2026-11-21T0${hour}:00:00Z`,
      value: hour === 2 ? null : hour + 1,
    }))
    const answer = { ...SPAN, statistic: 'total_visits' as const, days: [{ day: '2026-11-21', hours }] }
    const drawn = graphModel(
      data({ kind: 'heatmap', statistic: 'total_visits' }, { kind: 'heatmap', answer }),
    )

    if (drawn?.kind !== 'grid') throw new Error('no grid')
    expect(drawn.model.cells).toHaveLength(3)
    expect(drawn.model.summary).toBe('Visits: between 1 and 2.')
  })

  it('is nothing where there were no such calls', () => {
    const answer = makeSeries([makeValues({ total_visits: 0 })])
    expect(graphModel(data({ statistic: 'total_visits' }, { kind: 'series', answer }))).toBeUndefined()
  })
})

describe('the colours of a graph', () => {
  it('are the own of each endpoint as long as no busier one has it', () => {
    const names = Array.from({ length: 40 }, (_, index) => `endpoint ${index}`)
    const alike = names.filter((name) => endpointMark(name).color === endpointMark('endpoint 0').color)
    const [first = '', second = ''] = alike
    const colors = colorsOf([first, second], 'endpoint')

    expect(colors.get(first)).toBe(endpointMark(first).color)
    expect(colors.get(second)).not.toBe(colors.get(first))
  })

  it('are as many as there are', () => {
    const colors = colorsOf(['1', '2', '3', '4', '5', '6', '7', '8'], 'version')
    expect(new Set(colors.values()).size).toBe(8)
    expect(colors.get('1')).toBe('var(--series-1)')
  })
})

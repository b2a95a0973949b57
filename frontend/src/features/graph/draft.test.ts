import { describe, expect, it } from 'vitest'

import { drawable, filtersOf, NEW_GRAPH, withFilters } from '@/features/graph/draft'
import type { GraphWrite } from '@/lib/api/models'

describe('a graph that is being made', () => {
  it.each<[Partial<GraphWrite>, Partial<GraphWrite>]>([
    [
      { kind: 'line', split: 'version' },
      { split: 'version', slice: 'day' },
    ],
    [
      { kind: 'bar', split: 'version' },
      { split: null, slice: 'day' },
    ],
    [
      { kind: 'area', statistic: 'total_visits', split: 'endpoint' },
      { split: 'endpoint', slice: 'day' },
    ],
    [
      { kind: 'heatmap', statistic: 'total_visits', split: 'endpoint' },
      { split: null, slice: null },
    ],
  ])('%s keeps only what can be drawn: %s', (given, expected) => {
    expect(drawable({ ...NEW_GRAPH, slice: 'day', ...given })).toMatchObject(expected)
  })

  it('forgets a filter that is taken back', () => {
    const graph = withFilters({ ...NEW_GRAPH, endpoint: 'home', status: 200 }, { version: '1.0' })

    expect(filtersOf(graph)).toEqual({ version: '1.0' })
    expect(graph).toMatchObject({ endpoint: null, status: 200 })
  })
})

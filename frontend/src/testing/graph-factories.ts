import type { Graph } from '@/lib/api/models'

export function makeGraph(given: Partial<Graph> = {}): Graph {
  return {
    id: '90000000-0000-4000-8000-000000000001',
    title: 'Median',
    kind: 'line',
    statistic: 'median_execution_time',
    slice: null,
    split: null,
    endpoint: null,
    version: null,
    group_by: null,
    ip: null,
    status: null,
    created_at: '2026-11-01T00:00:00Z',
    ...given,
  }
}

import type { Box, EndpointChange, Heatmap, Matrix } from '@/lib/api/models'
import { HOUR_MS, makeTotals } from '@/testing/factories'

export function makeBox(p50: number, count = 100): Box {
  return { count, min: p50 / 4, p5: p50 / 3, p25: p50 / 2, p50, p75: p50 * 2, p95: p50 * 5, max: p50 * 20 }
}

/** A day of the clocks in Amsterdam, each hour with the given value. */
export function makeHeatmap(statistic: Heatmap['statistic'], value: number | null): Heatmap {
  const start = Date.parse('2026-11-20T23:00:00Z')
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    hour,
    slice: `2026-11-21T${String(hour).padStart(2, '0')}`,
    start: new Date(start + hour * HOUR_MS).toISOString(),
    value,
  }))
  const end = new Date(start + 24 * HOUR_MS).toISOString()
  return { start: new Date(start).toISOString(), end, statistic, days: [{ day: '2026-11-21', hours }] }
}

export function makeMatrix(given: Partial<Matrix> = {}): Matrix {
  const { start, end } = makeTotals({})
  return { by: 'group_by', start, end, versions: [], rows: [], ...given }
}

export function makeEndpointChange(given: Partial<EndpointChange> = {}): EndpointChange {
  return {
    id: 'c0000000-0000-4000-8000-000000000001',
    kind: 'rename',
    endpoint: 'cart/<id>',
    target: 'cart',
    state: 'waiting',
    created_at: '2026-11-21T12:00:00Z',
    applied_at: null,
    ...given,
  }
}

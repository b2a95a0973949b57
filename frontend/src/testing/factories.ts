import type {
  Breakdown,
  Dashboard,
  Endpoint,
  Problem,
  Statistics,
  StatisticValues,
  User,
} from '@/lib/api/models'

export const NOW = Date.parse('2026-11-21T12:30:00Z')

export const HOUR_MS = 3_600_000

export function makeUser(given: Partial<User> = {}): User {
  return {
    id: '7b0b1a52-58ad-4a9c-8f1b-6f2a4c9f0001',
    name: 'alice',
    mail: 'alice@pydash.invalid',
    created_at: '2026-01-01T00:00:00Z',
    timezone: 'device',
    theme: 'system',
    sounds: false,
    ...given,
  }
}

export function makeDashboard(given: Partial<Dashboard> = {}): Dashboard {
  return {
    id: 'd0000000-0000-4000-8000-000000000001',
    role: 'owner',
    name: 'Web shop',
    url: 'https://shop.example/dashboard',
    state: 'fetched_endpoint_calls',
    state_code: 30,
    error: null,
    error_detail: null,
    warnings: [],
    poll_interval_seconds: 60,
    settle_seconds: 10,
    raw_retention_days: 90,
    apdex_threshold_ms: 500,
    ping_interval_seconds: 300,
    created_at: '2026-11-01T00:00:00Z',
    progress: {
      history_from: '2026-11-01T00:00:00Z',
      history_until: '2026-11-11T00:00:00Z',
      history_started_at: '2026-11-11T00:00:00Z',
      history_ended_at: '2026-11-11T00:05:00Z',
      history_percent: 100,
      history_rest_seconds: 0,
      watermark: '2026-11-21T12:29:50Z',
      published_calls: 1234,
      late_calls: 0,
      source_total: 1234,
      source_version: '1.13.0',
    },
    applied: {
      applied_sequence: 7,
      applied_calls: 1234,
      first_call_at: '2026-11-01T08:00:00Z',
      last_call_at: '2026-11-21T12:29:45Z',
      sealed_until: '2026-11-21T12:00:00Z',
      raw_from: null,
      corrected_calls: 0,
      removed_calls: 0,
    },
    ...given,
  }
}

export function makeValues(given: StatisticValues = {}): StatisticValues {
  return {
    total_visits: 42,
    unique_visitors: 3,
    median_execution_time: 12.3,
    ninetieth_percentile_execution_time: 45.6,
    'ninety-ninth_percentile_execution_time': 1234,
    slowest_measured_execution_time: 2345,
    error_rate: 0.004,
    apdex: 0.98,
    ...given,
  }
}

/** Statistics per hour, one slice for each of the given values, the last of them not over yet. */
export function makeSeries(values: StatisticValues[]): Statistics {
  const end = Math.ceil(NOW / HOUR_MS) * HOUR_MS
  const start = end - values.length * HOUR_MS
  return {
    start: new Date(start).toISOString(),
    end: new Date(end).toISOString(),
    values: null,
    slices: values.map((each, index) => {
      const sliceStart = new Date(start + index * HOUR_MS).toISOString()
      return { slice: sliceStart.slice(0, 13), start: sliceStart, values: each }
    }),
  }
}

export function makeTotals(values: StatisticValues): Statistics {
  const end = Math.ceil(NOW / HOUR_MS) * HOUR_MS
  return {
    start: new Date(end - 24 * HOUR_MS).toISOString(),
    end: new Date(end).toISOString(),
    values,
    slices: null,
  }
}

/** Without a row: nothing was called. */
export function makeBreakdown(by: Breakdown['by'], given: Partial<Breakdown> = {}): Breakdown {
  const { start, end } = makeTotals({})
  return { by, start, end, slices: null, rows: [], ...given }
}

export function makeBreakdownRow(
  key: string | null,
  calls: number,
  given: Partial<Breakdown['rows'][number]> = {},
): Breakdown['rows'][number] {
  return {
    key,
    calls,
    last_call_at: null,
    values: makeValues({ total_visits: calls }),
    slices: null,
    ...given,
  }
}

export function makeEndpoint(given: Partial<Endpoint> = {}): Endpoint {
  return {
    name: 'shop.index',
    monitor_level: 1,
    last_requested_at: '2026-11-21T12:00:00Z',
    values: makeValues(),
    ...given,
  }
}

export function makeProblem(given: Partial<Problem> = {}): Problem {
  return {
    type: '/problems/internal',
    title: 'Internal error',
    status: 500,
    detail: 'Something went wrong on our side; it was logged.',
    instance: 'urn:uuid:0d1f0c1e-0000-4000-8000-000000000000',
    ...given,
  }
}

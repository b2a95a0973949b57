import { http, HttpResponse, type RequestHandler } from 'msw'

import type {
  EndpointsUnderTest,
  FlakyTestList,
  TestHistory,
  TestResult,
  TestRun,
  TestSuite,
} from '@/lib/api/models'

export function makeTestRun(given: Partial<TestRun> = {}): TestRun {
  return {
    id: 'a0000000-0000-4000-8000-000000000001',
    suite_id: 'b0000000-0000-4000-8000-000000000001',
    suite: 'unit',
    version: 'abc',
    build: '17',
    started_at: '2026-11-21T12:00:00Z',
    tests: 2,
    failed: 0,
    skipped: 0,
    flaky: 0,
    duration_ms: 1500,
    endpoints: 1,
    ...given,
  }
}

export function makeTestSuite(given: Partial<TestSuite> = {}): TestSuite {
  const last = makeTestRun()
  return { id: last.suite_id, name: last.suite, runs: 1, last_run: last, ...given }
}

export function makeTestResult(given: Partial<TestResult> = {}): TestResult {
  return {
    name: 'test_cart.py::test_add',
    passed: 5,
    failed: 0,
    skipped: 0,
    fastest_ms: 10,
    median_ms: 12,
    slowest_ms: 90,
    hits: [{ endpoint: 'cart.add', calls: 2, total_ms: 20 }],
    ...given,
  }
}

interface Answers {
  dashboardId: string
  suites: TestSuite[]
  runs?: TestRun[]
  results?: TestResult[]
  history?: TestHistory
  flaky?: FlakyTestList
  underTest?: EndpointsUnderTest
  /** Each question for results, as its URL. */
  asked?: (question: URL) => void
}

export function testRuns({
  dashboardId,
  suites,
  runs = suites.flatMap(({ last_run: last }) => last ?? []),
  results = [makeTestResult()],
  history = { name: '', items: [] },
  flaky = { runs: runs.length, items: [] },
  underTest = { start: '2026-11-15T00:00:00Z', end: '2026-11-22T00:00:00Z', items: [], not_hit: [] },
  asked,
}: Answers): RequestHandler[] {
  const dashboard = `*/api/v1/dashboards/${dashboardId}`
  return [
    http.get(`${dashboard}/test-suites`, () => HttpResponse.json({ items: suites })),
    http.get(`${dashboard}/test-runs`, () => HttpResponse.json({ items: runs, next_cursor: null })),
    http.get(`${dashboard}/test-runs/:run/results`, ({ request }) => {
      asked?.(new URL(request.url))
      return HttpResponse.json({ items: results, next_cursor: null })
    }),
    http.get(`${dashboard}/test-runs/:run/endpoints`, () => HttpResponse.json(underTest)),
    http.get(`${dashboard}/test-suites/:suite/history`, () => HttpResponse.json(history)),
    http.get(`${dashboard}/test-suites/:suite/flaky-tests`, () => HttpResponse.json(flaky)),
  ]
}

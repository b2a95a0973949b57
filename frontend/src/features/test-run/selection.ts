import type { TestSuite } from '@/lib/api/models'

/** What the page's address says of it. */
export interface TestsSearch {
  suite?: string | undefined
  run?: string | undefined
  test?: string | undefined
  /** Only tests that hit this endpoint. Not `endpoint`, which filters calls on other pages. */
  hit?: string | undefined
}

const FIELDS = ['suite', 'run', 'test', 'hit'] as const

export function testsSearch(given: Record<string, unknown>): TestsSearch {
  const search: TestsSearch = {}
  for (const field of FIELDS) {
    const value = given[field]
    if (typeof value === 'string') search[field] = value
  }
  return search
}

/** What is shown: what the address names, else the suite that ran last, and its last run. */
export function chosenRun(suites: readonly TestSuite[], search: TestsSearch): TestsSearch {
  const newest = suites.toSorted((one, other) => startOf(other) - startOf(one))[0]
  const ofRun = suites.find(({ last_run: last }) => last !== null && last.id === search.run)
  const suite = suites.find(({ id }) => id === search.suite) ?? ofRun ?? newest
  if (suite === undefined) return {}
  return { suite: suite.id, run: search.run ?? suite.last_run?.id }
}

function startOf(suite: TestSuite): number {
  return suite.last_run === null ? 0 : Date.parse(suite.last_run.started_at)
}

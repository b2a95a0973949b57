import type { Outcome } from '@/features/test-run/api/get-test-results'
import { formatCount } from '@/lib/format/number'

const outcomes: Record<Outcome, string> = {
  all: 'All',
  failed: 'Failed',
  flaky: 'Flaky',
  skipped: 'Skipped',
}

export const messages = {
  suites: 'Test suites',
  noRuns: 'No test runs yet',
  noRunsHint: 'Install the plugin where your tests run, say where PyDash is, and run pytest:',
  noRunsKey: 'Make an API key that may manage this dashboard, and keep it as a secret of your CI.',
  commandsLabel: 'Commands',
  commands: (url: string, dashboardId: string) =>
    [
      'pip install pydash-agent',
      `export PYDASH_URL=${url}`,
      `export PYDASH_DASHBOARD=${dashboardId}`,
      'export PYDASH_API_KEY=...',
      'pytest --pydash',
    ].join('\n'),

  runs: 'Runs',
  unknownVersion: 'unknown',
  results: 'Slowest tests',
  outcome: 'Which tests',
  outcomes,
  noResults: 'No such tests in this run.',
  noResultsHint: 'Choose all tests, or another run.',
  moreResults: (shown: number) => `The slowest ${formatCount(shown)} are shown; the API gives all.`,
  hitBy: 'Only tests that hit',
  showAllTests: 'Show all tests',
  times: (passed: number, all: number) => `${formatCount(passed)} of ${formatCount(all)}`,

  history: 'One test over versions',
  historyOf: (test: string) => `${test}, over the last runs`,
  noHistory: 'No test is chosen.',
  noHistoryHint: 'Choose a test above to see how long it took, version by version.',
  durations: 'Duration',
  median: 'Median',
  slowest: 'Slowest',
  latestDuration: (duration: string, version: string) => `${duration}, version ${version}`,
  historySummary: (runs: number, least: string, most: string) =>
    `${formatCount(runs)} runs, median between ${least} and ${most}.`,
  noDurations: 'It did not run.',
  runWords: (version: string, moment: string) => `${version}, ${moment}`,

  flaky: 'Flaky tests',
  noFlaky: 'No flaky tests',
  noFlakyHint: (runs: number) =>
    `In the last ${formatCount(runs)} runs no test both passed and failed with the same version.`,

  underTest: 'Endpoints under test, beside production',
  noEndpoints: 'The tests of this run hit no endpoint.',
  noEndpointsHint: 'Tests that call a Flask, FastAPI or Starlette app in their own process are seen.',
  production: (days: number) => `Production: the last ${formatCount(days)} days.`,
  notHit: (count: number) =>
    count === 1
      ? 'Called in production, hit by no test:'
      : 'Called in production, hit by no test, most called first:',

  columns: {
    suite: 'Suite',
    version: 'Version',
    build: 'Build',
    started: 'Started',
    tests: 'Tests',
    failed: 'Failed',
    skipped: 'Skipped',
    flaky: 'Flaky',
    duration: 'Duration',
    runs: 'Runs',
    test: 'Test',
    median: 'Median',
    slowest: 'Slowest',
    passed: 'Passed',
    hits: 'Endpoints hit',
    endpoint: 'Endpoint',
    calls: 'Calls in tests',
    medianUnderTest: 'Median in tests',
    medianInProduction: 'Median in production',
    p90UnderTest: '90th percentile in tests',
    p90InProduction: '90th percentile in production',
    failures: 'Failures',
    versions: 'Versions',
  },
}

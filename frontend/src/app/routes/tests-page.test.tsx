import { screen, waitFor, within } from '@testing-library/react'
import { http } from 'msw'
import { describe, expect, it } from 'vitest'

import { expectAccessible } from '@/testing/axe'
import { makeDashboard } from '@/testing/factories'
import { FakeEventSource } from '@/testing/fake-event-source'
import { dashboard, problem, signedIn } from '@/testing/handlers'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'
import { makeTestResult, makeTestRun, makeTestSuite, testRuns } from '@/testing/test-run-handlers'

const row = makeDashboard()
const path = `/dashboards/${row.id}/tests`

function panel(name: string) {
  return within(screen.getByRole('region', { name }))
}

describe('the page of test runs', () => {
  it('does not ask for them again when calls arrive', async () => {
    const asked: (string | null)[] = []
    let dashboardAsks = 0
    server.use(
      signedIn(),
      ...dashboard({
        dashboard: row,
        askedDashboard: () => {
          dashboardAsks += 1
        },
      }),
      ...testRuns({
        dashboardId: row.id,
        suites: [makeTestSuite()],
        asked: ({ searchParams }) => asked.push(searchParams.get('outcome')),
      }),
    )
    const { user } = renderApp(path)
    await screen.findByRole('region', { name: 'Slowest tests' })
    await waitFor(() => {
      expect(asked).toEqual([null])
    })

    FakeEventSource.latest.connect()
    const asksBefore = dashboardAsks
    FakeEventSource.latest.move(row.id, 1)
    await waitFor(() => {
      expect(dashboardAsks).toBeGreaterThan(asksBefore)
    })
    await user.click(screen.getByRole('radio', { name: 'Failed' }))
    await waitFor(() => {
      expect(asked).toContain('failed')
    })
    expect(asked).toEqual([null, 'failed'])
  })

  it('says how to submit the first run', async () => {
    server.use(signedIn(), ...dashboard({ dashboard: row }), ...testRuns({ dashboardId: row.id, suites: [] }))
    const { container } = renderApp(path)

    expect(await screen.findByText('No test runs yet')).toBeVisible()
    const commands = screen.getByText(/pytest --pydash/)
    expect(commands).toHaveTextContent(`PYDASH_URL=${location.origin}`)
    expect(commands).toHaveTextContent(`PYDASH_DASHBOARD=${row.id}`)
    expect(screen.queryByRole('region', { name: 'Slowest tests' })).not.toBeInTheDocument()
    await expectAccessible(container)
  })

  it('shows the last run of the suite that ran last', async () => {
    const late = makeTestRun({ id: 'late', suite_id: 's2', suite: 'browser', failed: 1 })
    const suites = [
      makeTestSuite({ last_run: makeTestRun({ started_at: '2026-11-20T12:00:00Z' }) }),
      makeTestSuite({ id: 's2', name: 'browser', last_run: late }),
      makeTestSuite({ id: 's3', name: 'never complete', runs: 0, last_run: null }),
    ]
    const asked: string[] = []
    server.use(
      signedIn(),
      ...dashboard({ dashboard: row }),
      ...testRuns({
        dashboardId: row.id,
        suites,
        runs: [late],
        results: [makeTestResult(), makeTestResult({ name: 'flaky one', passed: 1, failed: 1 })],
        asked: (question) => asked.push(question.pathname),
      }),
    )
    const { container } = renderApp(path)

    expect(await screen.findByRole('button', { name: 'browser', pressed: true })).toBeVisible()
    const [, slowest, flaky] = await panel('Slowest tests').findAllByRole('row')
    expect(slowest).toHaveTextContent('test_cart.py::test_add12 ms90 ms5 of 5cart.add ×2')
    expect(flaky).toHaveTextContent('1 of 2')
    expect(asked).toEqual([expect.stringContaining('/test-runs/late/results')])
    expect(await screen.findByText(/no test both passed and failed/)).toBeVisible()
    await expectAccessible(container)
  })

  it('shows one test over versions, and keeps it in the address', async () => {
    const result = makeTestResult()
    const runs = [1, 2, 3].map((day) => ({
      ...result,
      run_id: `run ${day}`,
      version: `v${day}`,
      build: null,
      started_at: `2026-11-0${day}T12:00:00Z`,
      median_ms: day * 10,
    }))
    server.use(
      signedIn(),
      ...dashboard({ dashboard: row }),
      ...testRuns({
        dashboardId: row.id,
        suites: [makeTestSuite()],
        history: { name: result.name, items: runs },
      }),
    )
    const { user, router } = renderApp(path)
    await user.click(await screen.findByRole('button', { name: result.name }))

    const chart = await screen.findByRole('img', {
      name: /over the last runs. 3 runs, median between 10 ms and 30 ms/,
    })
    await waitFor(() => {
      expect(chart.querySelectorAll('svg path').length).toBeGreaterThan(5)
    })
    expect(router.state.location.search).toEqual({ suite: makeTestSuite().id, test: result.name })
    await user.click(panel('One test over versions').getByText(/values as a table/i))
    expect(screen.getByRole('row', { name: /v3, .* 30 ms/ })).toBeVisible()
  })

  it('shows endpoints beside production, and the tests that hit one', async () => {
    const figures = { tests: 2, calls: 4, total_ms: 20, median_ms: 5, slowest_ms: 9 }
    const asked: (string | null)[] = []
    server.use(
      signedIn(),
      ...dashboard({ dashboard: row }),
      ...testRuns({
        dashboardId: row.id,
        suites: [makeTestSuite()],
        underTest: {
          start: '2026-11-15T00:00:00Z',
          end: '2026-11-22T00:00:00Z',
          items: [
            {
              endpoint: 'cart.add',
              ...figures,
              ninetieth_percentile_ms: 8,
              production: { calls: 99, median_ms: 50, ninetieth_percentile_ms: 80 },
            },
            { endpoint: 'only.tested', ...figures, ninetieth_percentile_ms: 8, production: null },
          ],
          not_hit: ['home', 'login'],
        },
        asked: (question) => asked.push(question.searchParams.get('endpoint')),
      }),
    )
    const { user } = renderApp(path)
    const name = 'Endpoints under test, beside production'
    const [, both, tested] = await panel(await screen.findByText(name).then(() => name)).findAllByRole('row')
    expect(both).toHaveTextContent('cart.add245 ms50 ms8 ms80 ms')
    expect(tested).toHaveTextContent('only.tested245 ms– 8 ms–')
    expect(screen.getByText(/hit by no test/)).toHaveTextContent('home, login')

    await user.click(screen.getByRole('button', { name: 'cart.add' }))
    expect(await screen.findByText('Only tests that hit')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Show all tests' }))
    expect(screen.queryByText('Only tests that hit')).not.toBeInTheDocument()
    expect(asked).toContain('cart.add')
  })

  it('asks for tests of one outcome', async () => {
    const asked: (string | null)[] = []
    server.use(
      signedIn(),
      ...dashboard({ dashboard: row }),
      ...testRuns({
        dashboardId: row.id,
        suites: [makeTestSuite()],
        results: [],
        asked: (question) => asked.push(question.searchParams.get('outcome')),
      }),
    )
    const { user } = renderApp(path)
    expect(await screen.findByText('No such tests in this run.')).toBeVisible()
    await user.click(screen.getByRole('radio', { name: 'Failed' }))
    await waitFor(() => {
      expect(asked).toEqual([null, 'failed'])
    })
  })

  it('looks like no page to whom the dashboard is not shown', async () => {
    const missing = () => problem({ type: '/problems/dashboard-not-found', status: 404, detail: 'No.' })
    server.use(signedIn(), http.get(`*/api/v1/dashboards/${row.id}*`, missing))
    server.use(http.get(`*/api/v1/dashboards/${row.id}/test-suites`, missing))
    renderApp(path)
    expect(await screen.findByRole('heading', { name: /not here|no such|not found/i })).toBeVisible()
  })
})

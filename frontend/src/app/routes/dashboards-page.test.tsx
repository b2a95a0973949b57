import { screen, within } from '@testing-library/react'
import { delay, http } from 'msw'
import { describe, expect, it, vi } from 'vitest'

import { expectAccessible } from '@/testing/axe'
import { makeDashboard, makeSeries, makeValues, NOW } from '@/testing/factories'
import { dashboard, dashboards, problem, signedIn } from '@/testing/handlers'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'

const DASHBOARDS = '*/api/v1/dashboards'

function item(name: string): HTMLElement {
  const found = screen.getByRole('heading', { name }).closest('li')
  if (found === null) throw new Error(`${name} is not in the list`)
  return found
}

describe('the list of dashboards', () => {
  it('shows each with its state, its calls and its last 24 hours', async () => {
    // The last slice of the series is then the present one.
    vi.useFakeTimers({ toFake: ['Date'], now: NOW })
    const row = makeDashboard()
    const series = makeSeries([makeValues({ total_visits: 1200 }), makeValues({ total_visits: 34 })])
    server.use(signedIn(), dashboards([row]), ...dashboard({ dashboard: row, series }))
    const { container } = renderApp('/')

    const chart = await screen.findByRole('img', { name: /Web shop, the last 24 hours/ })
    expect(chart).toHaveAccessibleName(/Visits per hour: 1,234 calls in all, at most 1,200 calls/)
    const shown = within(item('Web shop'))
    expect(shown.getByText('Live')).toBeVisible()
    expect(shown.getByText(row.url)).toBeVisible()
    expect(shown.getByText('1,234 calls')).toBeVisible()
    expect(shown.getByText('34 calls this hour')).toBeVisible()
    expect(shown.getByText('12.3 ms this hour')).toBeVisible()
    await expectAccessible(container)
  })

  it('follows the cursor to the last page', async () => {
    const rows = ['One', 'Two', 'Three', 'Four', 'Five'].map((name, index) =>
      makeDashboard({ id: `d0000000-0000-4000-8000-00000000000${index}`, name }),
    )
    server.use(signedIn(), dashboards(rows, 2), ...rows.flatMap((row) => dashboard({ dashboard: row })))
    renderApp('/')

    await screen.findByRole('heading', { name: 'One' })
    expect(screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent)).toEqual([
      'One',
      'Two',
      'Three',
      'Four',
      'Five',
    ])
  })

  it('says how far the history of an app is read', async () => {
    const row = makeDashboard({
      state: 'initialized_endpoints',
      progress: { ...makeDashboard().progress, published_calls: 649, source_total: 1000 },
    })
    server.use(signedIn(), dashboards([row]), ...dashboard({ dashboard: row }))
    renderApp('/')

    expect(await screen.findByText('Reading history, 64%')).toBeVisible()
    expect(screen.getByRole('progressbar', { name: 'History read' })).toHaveValue(0.64)
  })

  it('says what failed and what to do', async () => {
    const row = makeDashboard({
      state: 'initialize_endpoints_failure',
      error: 'wrong_token',
      error_detail: 'The export is signed with another token.',
    })
    server.use(
      signedIn(),
      dashboards([row]),
      ...dashboard({ dashboard: row, series: makeSeries([makeValues({ total_visits: 0 })]) }),
    )
    renderApp('/')

    expect(await screen.findByText('Cannot connect')).toHaveAttribute('data-tone', 'alarm')
    expect(screen.getByText(/The export is signed with another token\./)).toBeVisible()
    expect(await screen.findByText('No calls from the last 24 hours yet.')).toBeVisible()
  })

  it('offers the first step where there is none', async () => {
    server.use(signedIn(), dashboards([]))
    const { container } = renderApp('/')

    expect(await screen.findByText('Add your first dashboard')).toBeVisible()
    expect(screen.getByRole('button', { name: 'Add a dashboard' })).toBeVisible()
    await expectAccessible(container)
  })

  it('waits, fails and tries again', async () => {
    server.use(
      signedIn(),
      http.get(DASHBOARDS, async () => {
        await delay(50)
        return problem({ status: 503, detail: 'The database is away.' })
      }),
    )
    const { user } = renderApp('/')

    expect(await screen.findByText('Loading Dashboards')).toBeInTheDocument()
    expect(await screen.findByRole('alert')).toHaveTextContent('The database is away.')

    server.use(dashboards([]))
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('Add your first dashboard')).toBeVisible()
  })
})

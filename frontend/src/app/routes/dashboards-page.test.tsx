import { screen, within } from '@testing-library/react'
import { delay, http, HttpResponse } from 'msw'
import { describe, expect, it } from 'vitest'

import type { DashboardCreate } from '@/lib/api/models'
import { expectAccessible } from '@/testing/axe'
import { makeDashboard, makeSeries, makeValues } from '@/testing/factories'
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

describe('adding a dashboard', () => {
  async function fillIn(user: ReturnType<typeof renderApp>['user']) {
    await user.click(await screen.findByRole('button', { name: 'Add a dashboard' }))
    const dialog = within(screen.getByRole('dialog', { name: 'Add a dashboard' }))
    await user.type(dialog.getByLabelText('Name'), 'Web shop')
    await user.type(dialog.getByLabelText('URL'), 'https://shop.example/dashboard')
    await user.type(dialog.getByLabelText('Security token'), 'secret')
    await user.click(dialog.getByRole('button', { name: 'Add dashboard' }))
    return dialog
  }

  it('sends what was entered and shows the new one', async () => {
    let sent: DashboardCreate | undefined
    const row = makeDashboard({ state: 'not_initialized' })
    server.use(
      signedIn(),
      dashboards([]),
      http.post<never, DashboardCreate>(DASHBOARDS, async ({ request }) => {
        sent = await request.json()
        server.use(dashboards([row]), ...dashboard({ dashboard: row }))
        return HttpResponse.json(row, { status: 201 })
      }),
    )
    const { user } = renderApp('/')

    await fillIn(user)

    expect(await screen.findByText('Web shop was added.')).toBeInTheDocument()
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
    await screen.findByRole('heading', { name: 'Web shop' })
    expect(within(item('Web shop')).getByText('Connecting')).toBeVisible()
    expect(sent).toEqual({
      name: 'Web shop',
      url: 'https://shop.example/dashboard',
      token: 'secret',
      poll_interval_seconds: 60,
    })
  })

  it('shows at a field what is wrong with it', async () => {
    const detail = 'must not have a query or a fragment'
    server.use(
      signedIn(),
      dashboards([]),
      http.post(DASHBOARDS, () =>
        problem({ status: 422, detail, errors: [{ pointer: '#/body/url', detail }] }),
      ),
    )
    const { user, container } = renderApp('/')

    const dialog = await fillIn(user)

    expect(await dialog.findByText(detail)).toBeVisible()
    expect(dialog.getByLabelText('URL')).toHaveAccessibleDescription(expect.stringContaining(detail))
    expect(dialog.getByLabelText('URL')).toBeInvalid()
    expect(dialog.getByLabelText('URL')).toHaveFocus()
    expect(dialog.queryByRole('alert')).not.toBeInTheDocument()
    await expectAccessible(container)
  })

  it('shows what is wrong with the whole, and stays open', async () => {
    const detail = 'You have already added a dashboard with this URL.'
    server.use(
      signedIn(),
      dashboards([]),
      http.post(DASHBOARDS, () => problem({ status: 409, detail })),
    )
    const { user } = renderApp('/')

    const dialog = await fillIn(user)

    expect(await dialog.findByRole('alert')).toHaveTextContent(detail)
    expect(dialog.getByLabelText('Name')).toHaveValue('Web shop')
  })
})

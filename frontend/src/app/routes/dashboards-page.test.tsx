import { screen, waitFor, within } from '@testing-library/react'
import { delay, http } from 'msw'
import { describe, expect, it } from 'vitest'

import { expectAccessible } from '@/testing/axe'
import { makeDashboard, makeOverviewItem } from '@/testing/factories'
import { dashboards, overview, problem, signedIn } from '@/testing/handlers'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'

const OVERVIEW = '*/api/v1/overview'

function item(name: string): HTMLElement {
  const found = screen.getByRole('heading', { name }).closest('li')
  if (found === null) throw new Error(`${name} is not in the list`)
  return found
}

function names(): (string | null)[] {
  return screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent)
}

/** One after the other: fine and busy, slower than before; down; unread. */
const THREE = [
  makeOverviewItem({
    dashboard: makeDashboard({ id: 'd0000000-0000-4000-8000-00000000000a', name: 'Web shop' }),
    totals: { visits: 900, p95_execution_time: 150 },
    totals_before: { visits: 1000, p95_execution_time: 100 },
  }),
  makeOverviewItem({
    dashboard: makeDashboard({
      id: 'd0000000-0000-4000-8000-00000000000b',
      name: 'Billing',
      url: 'https://billing.example/dashboard',
    }),
    uptime: {
      status: 'down',
      since: '2026-11-21T12:00:00Z',
      error: 'timeout',
      quiet: false,
      quiet_since: null,
    },
    uptime_percent: 97.5,
    totals: { visits: 50, p95_execution_time: 20 },
    totals_before: { visits: 25, p95_execution_time: 20 },
  }),
  makeOverviewItem({
    dashboard: makeDashboard({
      id: 'd0000000-0000-4000-8000-00000000000c',
      name: 'Accounts',
      state: 'not_initialized',
      url: 'https://accounts.example/dashboard',
    }),
    uptime_percent: null,
    totals: { visits: 0, p95_execution_time: null },
    totals_before: { visits: 0, p95_execution_time: null },
    visits: Array.from({ length: 25 }, () => 0),
    p95_execution_time: Array.from({ length: 25 }, () => null),
  }),
]

describe('the overview', () => {
  it('shows of each its state, its last day beside the one before, and its uptime', async () => {
    const row = makeDashboard()
    server.use(signedIn(), overview([makeOverviewItem({ dashboard: row })]))
    const { container } = renderApp('/')

    await screen.findByRole('heading', { name: 'Web shop' })
    const shown = within(item('Web shop'))
    expect(shown.getByText('Live')).toBeVisible()
    expect(shown.getByText(row.url)).toBeVisible()
    expect(shown.getByText('1,234 calls')).toBeVisible()
    expect(shown.getByText('Visits, 24 h').nextSibling).toHaveTextContent('1,200 +100%')
    expect(shown.getByText('95th percentile, 24 h').nextSibling).toHaveTextContent('110 ms +10%')
    expect(shown.getByText('Uptime, 30 d').nextSibling).toHaveTextContent('99.98%')
    expect(shown.getByRole('img')).toHaveAccessibleName(
      'Last 24 hours, by the hour: 325 calls, at most 25 calls an hour; 95th percentile between 1 ms and 24 ms.',
    )
    await expectAccessible(container)
  })

  it('follows the cursor to the last page', async () => {
    const rows = ['One', 'Two', 'Three', 'Four', 'Five'].map((name, index) =>
      makeDashboard({ id: `d0000000-0000-4000-8000-00000000000${index}`, name }),
    )
    server.use(signedIn(), dashboards(rows, 2))
    renderApp('/')

    await screen.findByRole('heading', { name: 'One' })
    expect(names()).toEqual(['One', 'Two', 'Three', 'Four', 'Five'])
  })

  it('is found under its full address, too', async () => {
    server.use(signedIn(), overview(THREE))
    const { router } = renderApp('/dashboards?state=alarm')

    await screen.findByRole('heading', { name: 'Billing' })
    expect(names()).toEqual(['Billing'])
    expect(router.state.location.href).toBe('/?state=alarm')
  })

  it('says how far the history of an app is read', async () => {
    const row = makeDashboard({
      state: 'initialized_endpoints',
      progress: { ...makeDashboard().progress, published_calls: 649, source_total: 1000 },
    })
    server.use(signedIn(), dashboards([row]))
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
    server.use(signedIn(), dashboards([row]))
    renderApp('/')

    expect(await screen.findByText('Cannot connect')).toHaveAttribute('data-tone', 'alarm')
    expect(screen.getByText(/The export is signed with another token\./)).toBeVisible()
  })

  it('says that an app is down, and nothing of what is not known', async () => {
    server.use(signedIn(), overview(THREE))
    renderApp('/')

    await screen.findByRole('heading', { name: 'Billing' })
    expect(within(item('Billing')).getByText(/^Down, no answer since/)).toHaveAttribute('data-tone', 'alarm')
    const unread = within(item('Accounts'))
    expect(unread.getByText('Uptime, 30 d').nextSibling).toHaveTextContent('–')
    expect(unread.getByText('95th percentile, 24 h').nextSibling).toHaveTextContent('– –')
    expect(unread.getByRole('img')).toHaveAccessibleName('No calls in the last 24 hours.')
  })

  it('is searched by name and URL, and by state', async () => {
    server.use(signedIn(), overview(THREE))
    const { user, router } = renderApp('/')
    await screen.findByRole('heading', { name: 'Web shop' })
    expect(screen.getByText('3 shown')).toBeVisible()

    await user.type(screen.getByRole('searchbox'), 'example ACC')
    await waitFor(() => {
      expect(names()).toEqual(['Accounts'])
    })
    expect(router.state.location.search).toEqual({ search: 'example ACC' })

    await user.click(screen.getByRole('radio', { name: 'Needs attention' }))
    expect(await screen.findByText('No dashboard is like that')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Show all' }))
    expect(await screen.findByText('3 shown')).toBeVisible()
    expect(screen.getByRole('searchbox')).toHaveValue('')

    await user.click(screen.getByRole('radio', { name: 'Needs attention' }))
    await waitFor(() => {
      expect(names()).toEqual(['Billing'])
    })
  })

  it.each([
    ['name', ['Accounts', 'Billing', 'Web shop']],
    ['state', ['Billing', 'Accounts', 'Web shop']],
    ['visits', ['Web shop', 'Billing', 'Accounts']],
    ['visits_change', ['Billing', 'Web shop', 'Accounts']],
    ['p95', ['Web shop', 'Billing', 'Accounts']],
    ['p95_change', ['Web shop', 'Billing', 'Accounts']],
    ['uptime', ['Billing', 'Web shop', 'Accounts']],
  ])('is sorted by %s', async (sort, expected) => {
    server.use(signedIn(), overview(THREE))
    const { user } = renderApp('/')
    await screen.findByRole('heading', { name: 'Web shop' })

    await user.selectOptions(screen.getByRole('combobox', { name: 'Sort by' }), sort)

    await waitFor(() => {
      expect(names()).toEqual(expected)
    })
  })

  it('is a table, too, whose headers sort it one way and the other', async () => {
    server.use(signedIn(), overview(THREE))
    const { user, router, container } = renderApp('/')
    await user.click(await screen.findByRole('radio', { name: 'Table' }))
    const rows = () => screen.getAllByRole('rowheader').map((header) => header.textContent)
    await screen.findByRole('table')
    expect(rows()).toEqual(['Web shop', 'Billing', 'Accounts'])
    await expectAccessible(container)

    await user.click(screen.getByRole('button', { name: 'Visits' }))
    const header = screen.getByRole('columnheader', { name: 'Visits' })
    await waitFor(() => {
      expect(header).toHaveAttribute('aria-sort', 'descending')
    })
    await user.click(screen.getByRole('button', { name: 'Uptime' }))
    await waitFor(() => {
      expect(rows()).toEqual(['Billing', 'Web shop', 'Accounts'])
    })
    await user.click(screen.getByRole('button', { name: 'Uptime' }))
    await waitFor(() => {
      expect(rows()).toEqual(['Web shop', 'Billing', 'Accounts'])
    })
    expect(router.state.location.search).toEqual({ layout: 'table', sort: 'uptime', reversed: true })
  })

  it('offers the first step where there is none', async () => {
    server.use(signedIn(), dashboards([]))
    const { container } = renderApp('/')

    expect(await screen.findByText('Add your first app')).toBeVisible()
    expect(screen.getByRole('link', { name: 'Add an app' })).toBeVisible()
    expect(screen.queryByRole('search')).not.toBeInTheDocument()
    await expectAccessible(container)
  })

  it('waits, fails and tries again', async () => {
    server.use(
      signedIn(),
      http.get(OVERVIEW, async () => {
        await delay(50)
        return problem({ status: 503, detail: 'The database is away.' })
      }),
    )
    const { user } = renderApp('/')

    expect(await screen.findByText('Loading Dashboards')).toBeInTheDocument()
    expect(await screen.findByRole('alert')).toHaveTextContent('The database is away.')

    server.use(dashboards([]))
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('Add your first app')).toBeVisible()
  })
})

import { screen, within } from '@testing-library/react'
import { delay, http } from 'msw'
import { describe, expect, it } from 'vitest'

import { expectAccessible } from '@/testing/axe'
import { makeDashboard } from '@/testing/factories'
import { dashboards, overview, problem, signedIn } from '@/testing/handlers'
import { makeOverviewItem, makeThreeItems } from '@/testing/overview-factories'
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

const THREE = makeThreeItems()

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

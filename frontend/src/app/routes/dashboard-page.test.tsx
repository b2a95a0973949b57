import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { http } from 'msw'
import { describe, expect, it } from 'vitest'

import type { AskedPanel } from '@/lib/api/ask-panel'
import { expectAccessible } from '@/testing/axe'
import {
  makeBreakdown,
  makeBreakdownRow,
  makeDashboard,
  makeEndpoint,
  makeSeries,
  makeTotals,
  makeValues,
} from '@/testing/factories'
import { dashboard, dashboards, problem, signedIn } from '@/testing/handlers'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'
import { expectComplaint } from '@/testing/setup'

const row = makeDashboard()

function endpointNames(): (string | undefined)[] {
  const [, ...rows] = within(screen.getByRole('region', { name: 'Endpoints' })).getAllByRole('row')
  return rows.map((each) => within(each).getByRole('button').textContent)
}

describe('the page of a dashboard', () => {
  it('shows totals, charts and endpoints of the last 24 hours', async () => {
    const asked: AskedPanel[] = []
    server.use(
      signedIn(),
      ...dashboard({
        dashboard: row,
        totals: makeTotals(makeValues({ total_visits: 98_765, unique_visitors: 1 })),
        endpoints: [makeEndpoint()],
        asked: (panel) => asked.push(panel),
      }),
    )
    const { container } = renderApp(`/dashboards/${row.id}`)

    expect(await screen.findByText('98,765')).toBeVisible()
    expect(screen.getByText('IP address')).toBeVisible()
    expect(screen.getByText('99th percentile', { selector: 'dt' }).nextSibling).toHaveTextContent('1.23 s')
    const chart = await screen.findByRole('img', { name: /Visits and execution time, the last 24 hours/ })
    await waitFor(() => {
      expect(chart.querySelectorAll('svg path').length).toBeGreaterThan(5)
    })
    expect(endpointNames()).toEqual(['shop.index'])
    expect(document.title).toBe('Web shop · PyDash')
    await expectAccessible(container)

    const series = asked.find((panel) => panel.kind === 'series')
    expect(series).toMatchObject({ timeslice: 'hour', timezone: 'Europe/Amsterdam' })
    expect(series?.statistic).toContain('ninety-ninth_percentile_execution_time')
  })

  it('asks for all that is seen at first in one request', async () => {
    const requests: string[] = []
    server.events.on('request:start', ({ request }) => {
      if (request.url.endsWith('/query')) requests.push(request.url)
    })
    server.use(signedIn(), ...dashboard({ dashboard: row }))
    renderApp(`/dashboards/${row.id}?compare=previous`)

    await screen.findByRole('img', { name: /Visits and execution time/ })
    server.events.removeAllListeners()
    expect(requests).toHaveLength(1)
  })

  it('keeps the range in the address', async () => {
    const slices: unknown[] = []
    server.use(
      signedIn(),
      ...dashboard({
        dashboard: row,
        asked: (panel) => 'timeslice' in panel && slices.push(panel.timeslice),
      }),
    )
    const { user, router } = renderApp(`/dashboards/${row.id}?range=1h`)
    expect(await screen.findByRole('radio', { name: '1 h' })).toBeChecked()
    await waitFor(() => {
      expect(slices).toContain('minute')
    })

    await user.click(screen.getByRole('radio', { name: '30 d' }))

    await waitFor(() => {
      expect(slices).toContain('day')
    })
    expect(router.state.location.search).toEqual({ range: '30d' })
  })

  it('takes any time from the calendar', async () => {
    const asked: AskedPanel[] = []
    server.use(signedIn(), ...dashboard({ dashboard: row, asked: (panel) => asked.push(panel) }))
    const { user, router } = renderApp(`/dashboards/${row.id}`)
    await user.click(await screen.findByRole('radio', { name: 'Custom' }))

    // In Amsterdam, an hour ahead of UTC.
    fireEvent.change(screen.getByLabelText('From'), { target: { value: '2026-11-03T00:00' } })
    fireEvent.change(screen.getByLabelText('Until'), { target: { value: '2026-11-02T00:00' } })
    await user.click(screen.getByRole('button', { name: 'Apply' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('the second after the first')

    fireEvent.change(screen.getByLabelText('Until'), { target: { value: '2026-11-04T00:00' } })
    await user.click(screen.getByRole('button', { name: 'Apply' }))
    await waitFor(() => {
      expect(asked).toContainEqual(
        expect.objectContaining({
          kind: 'series',
          start_date: '2026-11-02T23:00:00.000Z',
          end_date: '2026-11-03T22:59:59.999Z',
          timeslice: 'hour',
        }),
      )
    })
    expect(router.state.location.search).toEqual({
      from: '2026-11-02T23:00:00.000Z',
      until: '2026-11-03T23:00:00.000Z',
    })
    expect(screen.getByLabelText('From')).toHaveValue('2026-11-03T00:00')
  })

  it('filters by what has calls, and by anything that is typed', async () => {
    const asked: AskedPanel[] = []
    const versions = makeBreakdown('version', {
      rows: [makeBreakdownRow('2.0', 40), makeBreakdownRow('1.10', 2)],
    })
    server.use(
      signedIn(),
      ...dashboard({
        dashboard: row,
        breakdowns: { version: versions },
        asked: (panel) => asked.push(panel),
      }),
    )
    const { user, router } = renderApp(`/dashboards/${row.id}`)

    await user.click(await screen.findByRole('combobox', { name: 'Version' }))
    await user.keyboard('1.1')
    await user.click(await screen.findByRole('option', { name: /1\.10 2 calls/ }))
    await waitFor(() => {
      expect(asked).toContainEqual(expect.objectContaining({ kind: 'value', version: '1.10' }))
    })
    expect(router.state.location.searchStr).toBe('?version=1.10')
    expect(screen.getByText(/^Calls of Version 1\.10 in the last 24 hours/)).toBeVisible()

    await user.click(screen.getByRole('combobox', { name: 'IP address' }))
    await user.keyboard('10.0.0.7{Enter}')
    await waitFor(() => {
      expect(asked).toContainEqual(
        expect.objectContaining({ kind: 'value', version: '1.10', ip: '10.0.0.7' }),
      )
    })

    await user.click(screen.getByRole('button', { name: 'Clear all filters' }))
    await waitFor(() => {
      expect(router.state.location.search).toEqual({})
    })
  })

  it('compares with the period before', async () => {
    const asked: AskedPanel[] = []
    server.use(signedIn(), ...dashboard({ dashboard: row, asked: (panel) => asked.push(panel) }))
    const { user, router } = renderApp(`/dashboards/${row.id}?range=7d`)

    await user.click(await screen.findByRole('combobox', { name: 'Compare with' }))
    await user.click(await screen.findByRole('option', { name: 'Previous period' }))

    await waitFor(() => {
      expect(asked.filter((panel) => panel.kind === 'series' && panel.end_date != null)).toHaveLength(1)
    })
    expect(router.state.location.search).toEqual({ range: '7d', compare: 'previous' })
    const [visits] = await screen.findAllByTitle(/Previous period: 42 calls/)
    expect(visits).toHaveTextContent('0%')
  })

  it('narrows the charts to one endpoint and back', async () => {
    const asked: unknown[] = []
    server.use(
      signedIn(),
      ...dashboard({
        dashboard: row,
        endpoints: [makeEndpoint(), makeEndpoint({ name: 'shop/<search>' })],
        asked: (panel) => asked.push(panel.endpoint),
      }),
    )
    const { user, router } = renderApp(`/dashboards/${row.id}`)

    await user.click(await screen.findByRole('button', { name: 'shop/<search>' }))

    expect(router.state.location.search).toEqual({ endpoint: 'shop/<search>' })
    await waitFor(() => {
      expect(asked).toContain('shop/<search>')
    })
    expect(screen.getByRole('combobox', { name: 'Endpoint' })).toHaveValue('shop/<search>')

    await user.click(screen.getByRole('button', { name: 'Clear Endpoint' }))
    expect(router.state.location.search).toEqual({})
  })

  it('sorts the endpoints', async () => {
    const endpoints = [
      makeEndpoint({ name: 'a', values: makeValues({ total_visits: 1, median_execution_time: 30 }) }),
      makeEndpoint({ name: 'b', values: makeValues({ total_visits: 3, median_execution_time: null }) }),
      makeEndpoint({ name: 'c', values: makeValues({ total_visits: 2, median_execution_time: 90 }) }),
    ]
    server.use(signedIn(), ...dashboard({ dashboard: row, endpoints }))
    const { user } = renderApp(`/dashboards/${row.id}`)
    await screen.findByRole('button', { name: 'a' })
    expect(endpointNames()).toEqual(['b', 'c', 'a'])

    await user.click(screen.getByRole('button', { name: 'Median' }))
    expect(endpointNames()).toEqual(['c', 'a', 'b'])
    expect(screen.getByRole('columnheader', { name: 'Median' })).toHaveAttribute('aria-sort', 'descending')

    await user.click(screen.getByRole('button', { name: 'Median' }))
    expect(endpointNames()).toEqual(['a', 'c', 'b'])
  })

  it('gives the chart as a table, too', async () => {
    const series = makeSeries([
      makeValues({ total_visits: 7 }),
      makeValues({ total_visits: 1, median_execution_time: null }),
    ])
    server.use(signedIn(), ...dashboard({ dashboard: row, series }))
    const { user } = renderApp(`/dashboards/${row.id}`)

    await user.click(await screen.findByText('Values as a table'))

    const table = within(await screen.findByRole('table', { name: /Visits and execution time/ }))
    const cells = table.getAllByRole('row').map((each) =>
      within(each)
        .queryAllByRole('cell')
        .map((cell) => cell.textContent),
    )
    expect(cells).toEqual([
      [],
      ['1 call', '3 IP addresses', '–', '45.6 ms', '1.23 s'],
      ['7 calls', '3 IP addresses', '12.3 ms', '45.6 ms', '1.23 s'],
    ])
  })

  it('says that there is nothing yet', async () => {
    const series = makeSeries([makeValues({ total_visits: 0, median_execution_time: null })])
    server.use(signedIn(), ...dashboard({ dashboard: row, series }))
    renderApp(`/dashboards/${row.id}`)

    expect(await screen.findByText('No calls from the last 24 hours yet.')).toBeVisible()
    expect(screen.getByText('No endpoints yet')).toBeVisible()
  })

  it('keeps the rest where one panel fails', async () => {
    server.use(
      http.get(`*/api/v1/dashboards/${row.id}/endpoints`, () =>
        problem({ status: 500, detail: 'It broke.' }),
      ),
      signedIn(),
      ...dashboard({ dashboard: row }),
    )
    renderApp(`/dashboards/${row.id}`)

    const panel = within(await screen.findByRole('region', { name: 'Endpoints' }))
    expect(await panel.findByRole('alert')).toHaveTextContent('It broke.')
    expect(await screen.findByRole('img', { name: /Visits and execution time/ })).toBeVisible()
  })

  it.each([404, 422])('says that there is no such dashboard for a %i', async (status) => {
    server.use(
      signedIn(),
      http.get('*/api/v1/dashboards/:id', () => problem({ status, detail: 'There is no such dashboard.' })),
      http.get('*/api/v1/dashboards/:id/endpoints', () =>
        problem({ status, detail: 'There is no such dashboard.' }),
      ),
    )
    renderApp('/dashboards/unknown')

    expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeVisible()
    expect(screen.queryByRole('alert')).not.toBeInTheDocument()
  })
})

describe('addresses', () => {
  it('says so where there is no page', async () => {
    renderApp('/nowhere')

    expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeVisible()
    expect(screen.getByRole('link', { name: 'Go to all dashboards' })).toHaveAttribute('href', '/')
  })

  it('offers to try again where PyDash cannot say who is signed in', async () => {
    server.use(http.get('*/api/v1/users/me', () => problem({ status: 503, detail: 'The database is away.' })))
    const { user } = renderApp('/')
    expect(await screen.findByRole('alert')).toHaveTextContent('The database is away.')

    server.use(signedIn(), dashboards([]))
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('heading', { name: 'Dashboards' })).toBeVisible()
    expectComplaint(/The database is away/)
    expectComplaint(/Error in route match/)
  })
})

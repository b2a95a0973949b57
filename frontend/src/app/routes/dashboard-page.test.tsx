import { screen, waitFor, within } from '@testing-library/react'
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
import { dashboard, problem, signedIn } from '@/testing/handlers'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'

const row = makeDashboard()

function endpointNames(): (string | undefined)[] {
  const [, ...rows] = within(screen.getByRole('region', { name: 'Endpoints' })).getAllByRole('row')
  return rows.map((each) => within(each).getByRole('link').textContent)
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
    expect(screen.getByText('IP address', { selector: 'dd *' })).toBeVisible()
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

  it('asks for all panels that are seen in one request', async () => {
    const asked: string[][] = []
    server.use(signedIn(), ...dashboard({ dashboard: row, askedTogether: (kinds) => asked.push(kinds) }))
    renderApp(`/dashboards/${row.id}`)

    await screen.findByRole('img', { name: /Visits and execution time/ })
    expect(asked).toEqual([
      expect.arrayContaining(['value', 'series', 'breakdown', 'heatmap', 'boxplots', 'matrix']),
    ])
  })

  it('sorts the endpoints', async () => {
    const endpoints = [
      makeEndpoint({ name: 'a', values: makeValues({ total_visits: 1, median_execution_time: 30 }) }),
      makeEndpoint({ name: 'b', values: makeValues({ total_visits: 3, median_execution_time: null }) }),
      makeEndpoint({ name: 'c', values: makeValues({ total_visits: 2, median_execution_time: 90 }) }),
    ]
    server.use(signedIn(), ...dashboard({ dashboard: row, endpoints }))
    const { user } = renderApp(`/dashboards/${row.id}`)
    await screen.findByRole('link', { name: 'a' })
    expect(endpointNames()).toEqual(['b', 'c', 'a'])

    await user.click(screen.getByRole('button', { name: 'Median' }))
    expect(endpointNames()).toEqual(['c', 'a', 'b'])
    expect(screen.getByRole('columnheader', { name: 'Median' })).toHaveAttribute('aria-sort', 'descending')

    await user.click(screen.getByRole('button', { name: 'Median' }))
    expect(endpointNames()).toEqual(['a', 'c', 'b'])
  })

  it('finds endpoints, leads to their pages with the view, and says how often they were called', async () => {
    const hits = makeBreakdown('endpoint', {
      rows: [makeBreakdownRow('cart', 1234, { slices: [makeValues(), makeValues()] })],
    })
    server.use(
      signedIn(),
      ...dashboard({
        dashboard: row,
        breakdowns: { endpoint: hits },
        endpoints: [makeEndpoint({ name: 'cart', monitor_level: 3 }), makeEndpoint({ name: 'home' })],
      }),
    )
    const { user } = renderApp(`/dashboards/${row.id}?range=7d&version=1.10`)
    await screen.findByRole('link', { name: 'cart' })

    await user.type(screen.getByRole('searchbox', { name: 'Find an endpoint' }), 'CAR')
    expect(endpointNames()).toEqual(['cart'])
    expect(screen.getByRole('link', { name: 'cart' })).toHaveAttribute(
      'href',
      `/dashboards/${row.id}/endpoint?range=7d&version=1.10&name=cart`,
    )
    const cells = within(screen.getByRole('row', { name: /cart/ })).getAllByRole('cell')
    expect(cells.map((cell) => cell.textContent).slice(0, 8)).toEqual([
      '42',
      '1,234',
      '1,234',
      '1,234',
      '12.3 ms',
      '1.23 s',
      '0.4%',
      expect.stringMatching(/ago/),
    ])
    expect(cells.at(-1)).toHaveTextContent('3')
    expect(screen.getByRole('button', { name: 'Today' })).toHaveAttribute(
      'title',
      expect.stringMatching(/^Calls of version 1\.10 since midnight/),
    )

    await user.type(screen.getByRole('searchbox'), 'x')
    expect(screen.getByText('No endpoint has “CARx” in its name.')).toBeVisible()
  })

  it('gives the chart as a table, too', async () => {
    const series = makeSeries([
      makeValues({ total_visits: 7 }),
      makeValues({ total_visits: 1, median_execution_time: null }),
    ])
    server.use(signedIn(), ...dashboard({ dashboard: row, series }))
    const { user } = renderApp(`/dashboards/${row.id}`)

    const [values] = await screen.findAllByText('Values as a table')
    if (values !== undefined) await user.click(values)

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

    const panel = within(await screen.findByRole('region', { name: 'Visits and execution time' }))
    expect(await panel.findByText('No calls from the last 24 hours yet.')).toBeVisible()
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
      http.all('*/api/v1/dashboards/:id/*', () => problem({ status, detail: 'There is no such dashboard.' })),
    )
    renderApp('/dashboards/unknown')

    expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeVisible()
    expect(screen.queryByRole('alert')).not.toBeInTheDocument()
  })
})

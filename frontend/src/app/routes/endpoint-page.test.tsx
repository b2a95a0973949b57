import { screen, waitFor, within } from '@testing-library/react'
import { http } from 'msw'
import { describe, expect, it } from 'vitest'

import type { AskedPanel } from '@/lib/api/ask-panel'
import { expectAccessible } from '@/testing/axe'
import {
  makeBreakdown,
  makeBreakdownRow,
  makeDashboard,
  makeSeries,
  makeTotals,
  makeValues,
} from '@/testing/factories'
import { dashboard, endpoint, problem, signedIn } from '@/testing/handlers'
import { makeBox, makeHeatmap, makeMatrix } from '@/testing/panel-factories'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'

const row = makeDashboard()
const PAGE = `/dashboards/${row.id}/endpoint?name=cart%2F%3Cid%3E`

const { start, end } = makeTotals({})
const matrix = makeMatrix({
  versions: ['1.0', '1.1'],
  rows: [
    {
      key: 'alice',
      cells: [
        { calls: 3, average_execution_time: 12 },
        { calls: 1, average_execution_time: 340 },
      ],
    },
    {
      key: null,
      cells: [
        { calls: 0, average_execution_time: 0 },
        { calls: 9, average_execution_time: 20 },
      ],
    },
  ],
})

const panels = {
  heatmap: makeHeatmap('total_visits', 7),
  versions: {
    start,
    end,
    items: [
      { version: '1.0', box: makeBox(12) },
      { version: '1.1', box: makeBox(40) },
    ],
  },
  matrix,
}

// Nothing to draw, which is most of the work.
const quiet = { dashboard: row, series: makeSeries([makeValues({ total_visits: 0 })]) }

describe('the page of an endpoint', () => {
  it('shows what the app says of it, and how its calls are spread', async () => {
    const asked: AskedPanel[] = []
    server.use(
      signedIn(),
      ...endpoint(row.id),
      ...dashboard({ dashboard: row, panels, asked: (panel) => asked.push(panel) }),
    )
    const { container } = renderApp(PAGE)

    expect(await screen.findByRole('heading', { level: 1, name: 'cart/<id>' })).toBeVisible()
    expect(await screen.findByText('Monitoring level 2: times and outliers')).toBeVisible()
    expect(screen.getByText('First seen Mon, Nov 2, in version 1.0')).toBeVisible()
    expect(document.title).toBe('cart/<id> · PyDash')
    expect(
      await screen.findByRole('img', {
        name: /by version, .*Medians are between 12 ms \(1\.0\) and 40 ms \(1\.1\)/,
      }),
    ).toBeVisible()
    expect(
      await screen.findByRole('img', { name: /^Visits by hour, .*At most 7 calls, in the hour/ }),
    ).toBeVisible()
    expect(
      await screen.findByRole('img', { name: /^99th percentile of execution time by hour/ }),
    ).toBeVisible()
    expect(screen.getByRole('link', { name: 'Web shop' })).toHaveAttribute('href', `/dashboards/${row.id}`)
    await expectAccessible(container)

    expect(new Set(asked.map((panel) => panel.endpoint))).toEqual(new Set(['cart/<id>']))
    expect(asked.find((panel) => panel.kind === 'heatmap')).toMatchObject({ timezone: 'Europe/Amsterdam' })
  })

  it('keeps the time in the address, and takes it back to the dashboard', async () => {
    server.use(signedIn(), ...endpoint(row.id), ...dashboard(quiet))
    const { user, router } = renderApp(PAGE)

    await user.click(await screen.findByRole('radio', { name: '30 d' }))

    expect(router.state.location.search).toEqual({ range: '30d', name: 'cart/<id>' })
    expect(screen.getByRole('link', { name: 'Web shop' })).toHaveAttribute(
      'href',
      `/dashboards/${row.id}?range=30d`,
    )
  })

  it('tells users apart, the slowest first where that is asked for', async () => {
    const rows = [
      makeBreakdownRow('alice', 9, { values: makeValues({ median_execution_time: 5, error_rate: 0.25 }) }),
      makeBreakdownRow('bob', 4, { values: makeValues({ median_execution_time: 80, error_rate: null }) }),
      makeBreakdownRow(null, 30, { values: makeValues({ median_execution_time: 900 }) }),
    ]
    const breakdowns = { group_by: makeBreakdown('group_by', { rows }) }
    server.use(signedIn(), ...endpoint(row.id), ...dashboard({ ...quiet, breakdowns }))
    const { user } = renderApp(PAGE)
    const panel = within(await screen.findByRole('region', { name: 'Execution times by user or group' }))
    const names = () => panel.getAllByRole('rowheader').map((cell) => cell.textContent)
    await panel.findByRole('rowheader', { name: 'alice' })
    expect(names()).toEqual(['alice', 'bob', 'All others'])
    expect(
      panel
        .getAllByRole('cell')
        .map((cell) => cell.textContent)
        .slice(0, 5),
    ).toEqual(['9', '5 ms', '1.23 s', '2.35 s', '25%'])

    await user.click(panel.getByRole('button', { name: 'Median' }))
    expect(names()).toEqual(['bob', 'alice', 'All others'])
    expect(panel.getByRole('columnheader', { name: 'Median' })).toHaveAttribute('aria-sort', 'descending')
  })

  it('sets versions against users, and against addresses', async () => {
    const asked: AskedPanel[] = []
    server.use(
      signedIn(),
      ...endpoint(row.id),
      ...dashboard({ ...quiet, panels: { matrix }, asked: (panel) => asked.push(panel) }),
    )
    const { user } = renderApp(PAGE)

    const table = within(await screen.findByRole('table', { name: /^Average execution time by version/ }))
    expect(table.getAllByRole('columnheader').map((cell) => cell.textContent)).toEqual([
      'User or group',
      '1.0',
      '1.1',
    ])
    expect(table.getAllByRole('cell').map((cell) => cell.textContent)).toEqual([
      '12 ms 3 calls',
      '340 ms 1 call',
      '–',
      '20 ms 9 calls',
    ])
    const colors = table.getAllByRole('cell').map((cell) => cell.style.background)
    expect(colors).toEqual(['var(--scale-1)', 'var(--scale-7)', '', 'var(--scale-2)'])

    await user.click(screen.getByRole('radio', { name: 'Addresses' }))
    await waitFor(() => {
      expect(asked).toContainEqual(expect.objectContaining({ kind: 'matrix', by: 'ip' }))
    })
  })

  it('is left for the new name of what was renamed', async () => {
    server.use(signedIn(), ...endpoint(row.id, { name: 'cart' }), ...dashboard(quiet))
    const { router } = renderApp(`${PAGE}&range=7d`)

    await waitFor(() => {
      expect(router.state.location.search).toEqual({ name: 'cart', range: '7d' })
    })
  })

  it('says so where there is no such endpoint', async () => {
    server.use(
      signedIn(),
      http.get(`*/api/v1/dashboards/${row.id}/endpoint`, () =>
        problem({ status: 404, detail: 'This dashboard has no such endpoint.' }),
      ),
      ...endpoint(row.id),
      ...dashboard(quiet),
    )
    renderApp(PAGE)

    expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeVisible()
  })
})

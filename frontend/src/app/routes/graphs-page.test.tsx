import { screen, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { describe, expect, it } from 'vitest'

import type { AskedPanel } from '@/lib/api/ask-panel'
import type { Graph } from '@/lib/api/models'
import { expectAccessible } from '@/testing/axe'
import { makeDashboard, makeSeries, makeValues } from '@/testing/factories'
import { makeGraph } from '@/testing/graph-factories'
import { dashboard, problem, signedIn } from '@/testing/handlers'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'

const row = makeDashboard()
const GRAPHS = `*/api/v1/dashboards/${row.id}/graphs`
const PATH = `/dashboards/${row.id}/graphs`

function graphs(items: Graph[]) {
  return http.get(GRAPHS, () => HttpResponse.json({ items }))
}

function titles(): (string | null)[] {
  return screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent)
}

describe('the graphs of a dashboard', () => {
  it('are drawn of the time and filters of the page, and of their own filters', async () => {
    const asked: AskedPanel[] = []
    const series = makeSeries([
      makeValues({ median_execution_time: 10 }),
      makeValues({ median_execution_time: 30 }),
    ])
    server.use(
      signedIn(),
      ...dashboard({ dashboard: row, series, asked: (panel) => asked.push(panel) }),
      graphs([
        makeGraph({ title: 'Slow searches', endpoint: 'search', slice: 'day', status: 200 }),
        makeGraph({ id: '90000000-0000-4000-8000-000000000002', title: 'As the page has it' }),
      ]),
    )
    const { container } = renderApp(`${PATH}?range=7d&version=1.10&endpoint=home`)

    const chart = await screen.findByRole('img', { name: /^Slow searches, the last 7 days/ })
    expect(chart).toHaveAccessibleName(/Median execution time: between 10 ms and 30 ms\./)
    expect(await screen.findByRole('img', { name: /^As the page has it/ })).toBeVisible()
    expect(titles()).toEqual(['Slow searches', 'As the page has it'])
    expect(screen.getByRole('link', { name: 'Graphs', current: 'page' })).toBeVisible()
    expect(screen.getByRole('link', { name: 'Statistics' })).toHaveAttribute(
      'href',
      expect.stringContaining('version=1.10'),
    )
    const statistic = ['median_execution_time']
    expect(asked).toContainEqual(
      expect.objectContaining({
        kind: 'series',
        timeslice: 'day',
        statistic,
        endpoint: 'search',
        status: 200,
      }),
    )
    expect(asked).toContainEqual(
      expect.objectContaining({
        kind: 'series',
        timeslice: 'hour',
        statistic,
        endpoint: 'home',
        version: '1.10',
      }),
    )
    await expectAccessible(container)
  })

  it('are asked for once, whatever is known of the dashboard by then', async () => {
    const asked: string[] = []
    let onAsked: () => void
    const isAsked = new Promise<void>((resolve) => {
      onAsked = resolve
    })
    server.use(
      signedIn(),
      http.get(`*/api/v1/dashboards/${row.id}`, () => isAsked),
      ...dashboard({
        dashboard: row,
        askedTogether: (kinds) => {
          asked.push(...kinds)
          onAsked()
        },
      }),
      graphs([makeGraph()]),
    )
    const { container } = renderApp(`${PATH}?range=7d`)
    await screen.findByRole('heading', { name: row.name, level: 1 })
    await screen.findByRole('img')

    expect(container.querySelector('[data-outdated="true"]')).toBeNull()
    expect(asked).toEqual(['series'])
  })

  it('say what one of them cannot show, and show the others', async () => {
    const detail = 'timeslice: gives more than 10000 slices; ask for a shorter range'
    const handlers = dashboard({ dashboard: row })
    server.use(
      signedIn(),
      http.post(`*/api/v1/dashboards/${row.id}/query`, async ({ request }) => {
        const { panels } = (await request.json()) as { panels: Record<string, AskedPanel> }
        const answers = Object.entries(panels).map(([name, panel]): [string, unknown] => [
          name,
          panel.kind === 'series' && panel.timeslice === 'minute'
            ? {
                kind: 'problem',
                problem: { type: '/problems/invalid-input', title: '', status: 422, detail },
              }
            : { kind: 'series', answer: makeSeries([makeValues()]) },
        ])
        return HttpResponse.json({ applied_sequence: 7, panels: Object.fromEntries(answers) })
      }),
      ...handlers,
      graphs([
        makeGraph({ title: 'Too fine', slice: 'minute' }),
        makeGraph({ id: '90000000-0000-4000-8000-000000000002', title: 'Fine' }),
      ]),
    )
    renderApp(PATH)

    const failed = within(await screen.findByRole('region', { name: 'Too fine' }))
    expect(await failed.findByRole('alert')).toHaveTextContent(detail)
    expect(await screen.findByRole('img', { name: /^Fine/ })).toBeVisible()
  })

  it('show a viewer nothing to change', async () => {
    server.use(
      signedIn(),
      ...dashboard({ dashboard: { ...row, role: 'viewer' } }),
      graphs([makeGraph({ title: 'One' })]),
    )
    renderApp(PATH)

    expect(await screen.findByRole('img', { name: /^One/ })).toBeVisible()
    expect(screen.queryByRole('button', { name: /Add a graph|Change One/ })).not.toBeInTheDocument()
  })

  it('are not there where the dashboard is not', async () => {
    const detail = 'There is no such dashboard.'
    server.use(
      signedIn(),
      http.get(`*/api/v1/dashboards/${row.id}`, () => problem({ status: 404, detail })),
      http.get(GRAPHS, () => problem({ status: 404, detail })),
    )
    renderApp(PATH)

    expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeVisible()
  })
})

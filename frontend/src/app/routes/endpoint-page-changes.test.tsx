import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { describe, expect, it } from 'vitest'

import type { EndpointChange } from '@/lib/api/models'
import { expectAccessible } from '@/testing/axe'
import { makeDashboard, makeEndpoint, makeSeries, makeValues } from '@/testing/factories'
import { dashboard, endpoint, problem, signedIn } from '@/testing/handlers'
import { makeEndpointChange } from '@/testing/panel-factories'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'

const row = makeDashboard()
const API = `*/api/v1/dashboards/${row.id}`
const PAGE = `/dashboards/${row.id}/endpoint?name=cart%2F%3Cid%3E`

// Nothing to draw, which is most of the work.
const quiet = { dashboard: row, series: makeSeries([makeValues({ total_visits: 0 })]) }

describe('changing an endpoint', () => {
  it('asks for it, says that it waits, and shows what came of it', async () => {
    const bodies: unknown[] = []
    let items: EndpointChange[] = []
    server.use(
      signedIn(),
      ...endpoint(row.id, {}, () => items),
      ...dashboard(quiet),
      http.post(`${API}/endpoint-changes`, async ({ request }) => {
        bodies.push(await request.json())
        items = [makeEndpointChange()]
        return HttpResponse.json(items[0], { status: 202 })
      }),
    )
    const { user, router } = renderApp(PAGE)

    await user.click(await screen.findByRole('button', { name: 'Change' }))
    const dialog = within(screen.getByRole('dialog', { name: 'Change cart/<id>' }))
    await expectAccessible(screen.getByRole('dialog'))
    await user.clear(dialog.getByLabelText('New name'))
    await user.type(dialog.getByLabelText('New name'), 'cart')
    await user.click(dialog.getByRole('button', { name: 'Rename' }))

    expect(await screen.findByText('It is being renamed to cart …')).toBeVisible()
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
    expect(bodies).toEqual([{ kind: 'rename', endpoint: 'cart/<id>', target: 'cart' }])

    items = [makeEndpointChange({ state: 'applied', applied_at: '2026-11-21T12:00:02Z' })]
    server.use(...endpoint(row.id, { name: 'cart' }, () => items))
    await waitFor(() => {
      expect(router.state.location.search).toEqual({ name: 'cart' })
    })
  })

  it('says at the field what cannot be', async () => {
    server.use(
      signedIn(),
      ...endpoint(row.id),
      ...dashboard(quiet),
      http.post(`${API}/endpoint-changes`, () =>
        problem({
          status: 422,
          detail: 'target: is an endpoint already',
          errors: [{ pointer: '#/body/target', detail: 'is an endpoint already' }],
        }),
      ),
    )
    const { user } = renderApp(PAGE)

    await user.click(await screen.findByRole('button', { name: 'Change' }))
    await user.click(screen.getByRole('button', { name: 'Rename' }))

    expect(await screen.findByText('is an endpoint already')).toBeVisible()
    expect(screen.getByLabelText('New name')).toBeInvalid()
  })

  it('merges into another endpoint', async () => {
    const bodies: unknown[] = []
    server.use(
      signedIn(),
      ...endpoint(row.id),
      ...dashboard({
        ...quiet,
        endpoints: [makeEndpoint({ name: 'cart' }), makeEndpoint({ name: 'cart/<id>' })],
      }),
      http.post(`${API}/endpoint-changes`, async ({ request }) => {
        bodies.push(await request.json())
        return HttpResponse.json(makeEndpointChange({ kind: 'merge', state: 'applied' }), { status: 202 })
      }),
    )
    const { user } = renderApp(PAGE)

    await user.click(await screen.findByRole('button', { name: 'Change' }))
    await user.click(screen.getByRole('radio', { name: 'Merge' }))
    await user.click(screen.getByRole('combobox', { name: 'Endpoint to merge into' }))
    // Into itself makes no sense.
    expect((await screen.findAllByRole('option')).map((option) => option.textContent.trim())).toEqual([
      'cart',
    ])
    await user.click(screen.getByRole('option', { name: 'cart' }))
    await user.click(screen.getByRole('button', { name: 'Merge' }))

    await waitFor(() => {
      expect(bodies).toEqual([{ kind: 'merge', endpoint: 'cart/<id>', target: 'cart' }])
    })
  })

  it('is not offered to those who may only look', async () => {
    server.use(
      signedIn(),
      ...endpoint(row.id),
      ...dashboard({ ...quiet, dashboard: makeDashboard({ role: 'viewer' }) }),
    )
    renderApp(PAGE)

    expect(await screen.findByText(/^Monitoring level 2/)).toBeVisible()
    expect(await screen.findByRole('link', { name: 'Web shop' })).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Change' })).not.toBeInTheDocument()
  })
})

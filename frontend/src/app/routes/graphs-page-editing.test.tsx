import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { describe, expect, it } from 'vitest'

import type { AskedPanel } from '@/lib/api/ask-panel'
import type { Graph, GraphWrite } from '@/lib/api/models'
import { expectAccessible } from '@/testing/axe'
import { makeDashboard } from '@/testing/factories'
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

describe('graphs', () => {
  it('are made with a preview, and shown when they are', async () => {
    const asked: AskedPanel[] = []
    let sent: GraphWrite | undefined
    server.use(
      signedIn(),
      ...dashboard({ dashboard: row, asked: (panel) => asked.push(panel) }),
      graphs([]),
      http.post<never, GraphWrite>(GRAPHS, async ({ request }) => {
        sent = await request.json()
        const made = makeGraph(sent)
        server.use(graphs([made]))
        return HttpResponse.json(made, { status: 201 })
      }),
    )
    const { user, container } = renderApp(PATH)

    expect(await screen.findByText('No graphs yet')).toBeVisible()
    await user.click(await screen.findByRole('button', { name: 'Add a graph' }))
    const dialog = within(screen.getByRole('dialog', { name: 'New graph' }))
    fireEvent.change(dialog.getByLabelText('Title'), { target: { value: 'Errors' } })
    await user.selectOptions(dialog.getByLabelText('Statistic'), 'Visits')
    await user.selectOptions(dialog.getByLabelText('Drawn as'), 'Bars')
    await user.selectOptions(dialog.getByLabelText('Told apart'), 'Each version')
    fireEvent.change(dialog.getByLabelText('HTTP status'), { target: { value: '500' } })
    await waitFor(() => {
      expect(asked).toContainEqual(
        expect.objectContaining({
          kind: 'breakdown',
          by: 'version',
          statistic: ['total_visits'],
          status: 500,
        }),
      )
    })
    await expectAccessible(container)
    await user.click(dialog.getByRole('button', { name: 'Save graph' }))

    expect(await screen.findByRole('region', { name: 'Errors' })).toBeVisible()
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
    expect(sent).toMatchObject({
      title: 'Errors',
      kind: 'bar',
      statistic: 'total_visits',
      split: 'version',
      slice: null,
      status: 500,
    })
  })

  it('say at the field what is wrong with it, and lead there', async () => {
    const detail = 'is already the title of another graph'
    server.use(
      signedIn(),
      ...dashboard({ dashboard: row }),
      graphs([makeGraph({ title: 'Errors' })]),
      http.put(`${GRAPHS}/:id`, () =>
        problem({ status: 422, errors: [{ pointer: '#/body/title', detail }] }),
      ),
    )
    const { user } = renderApp(PATH)
    await user.click(await screen.findByRole('button', { name: 'Change Errors' }))
    await user.click(screen.getByRole('button', { name: 'Save graph' }))

    expect(await screen.findByText(detail)).toBeVisible()
    expect(screen.getByLabelText('Title')).toHaveFocus()
  })

  it('are no longer told apart where parts would not add up', async () => {
    server.use(
      signedIn(),
      ...dashboard({ dashboard: row }),
      graphs([makeGraph({ title: 'Medians', split: 'endpoint' })]),
    )
    const { user } = renderApp(PATH)

    await user.click(await screen.findByRole('button', { name: 'Change Medians' }))
    const dialog = within(screen.getByRole('dialog', { name: 'Change Medians' }))
    expect(dialog.getByLabelText('Told apart')).toHaveValue('endpoint')
    await user.selectOptions(dialog.getByLabelText('Drawn as'), 'Areas')

    expect(dialog.getByLabelText('Told apart')).toHaveValue('none')
    expect(dialog.getByLabelText('Told apart')).toBeDisabled()
    await user.selectOptions(dialog.getByLabelText('Drawn as'), 'Heatmap')
    expect(dialog.queryByLabelText('Told apart')).not.toBeInTheDocument()
  })

  it('are moved, and deleted when that is sure', async () => {
    const one = makeGraph({ title: 'One' })
    const two = makeGraph({ id: '90000000-0000-4000-8000-000000000002', title: 'Two' })
    const places: unknown[] = []
    server.use(
      signedIn(),
      ...dashboard({ dashboard: row }),
      graphs([one, two]),
      http.put(`${GRAPHS}/${two.id}/place`, async ({ request }) => {
        places.push(await request.json())
        return HttpResponse.json({ items: [two, one] })
      }),
      http.delete(`${GRAPHS}/${one.id}`, () => {
        server.use(graphs([two]))
        return new HttpResponse(null, { status: 204 })
      }),
    )
    const { user } = renderApp(PATH)
    await screen.findByRole('region', { name: 'One' })
    expect(screen.queryByRole('button', { name: 'Move One forward' })).not.toBeInTheDocument()

    await user.click(screen.getByRole('button', { name: 'Move Two forward' }))
    await waitFor(() => {
      expect(titles()).toEqual(['Two', 'One'])
    })
    expect(places).toEqual([{ place: 0 }])
    expect(screen.getByText('Two is now number 1 of 2.')).toBeInTheDocument()

    await user.click(screen.getByRole('button', { name: 'Change One' }))
    await user.click(screen.getByRole('button', { name: 'Delete graph' }))
    await user.click(screen.getByRole('button', { name: 'Really delete it?' }))
    await waitFor(() => {
      expect(titles()).toEqual(['Two'])
    })
  })
})

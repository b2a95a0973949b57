import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { describe, expect, it } from 'vitest'

import type { WidgetCreate, WidgetDraft } from '@/lib/api/models'
import { expectAccessible } from '@/testing/axe'
import { makeDashboard } from '@/testing/factories'
import { dashboard, problem, signedIn } from '@/testing/handlers'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'
import { makeWidget, previews, widgets, WIDGET_PREVIEW, WIDGETS } from '@/testing/widget-handlers'

const row = makeDashboard()
const PAGE = `/dashboards/${row.id}/widgets`
const made = makeWidget()

describe('the page of widgets', () => {
  it('lists them with address and key, and deletes one when that is confirmed', async () => {
    server.use(signedIn(), ...dashboard({ dashboard: row }), widgets([made]), previews())
    server.use(
      http.delete(`${WIDGETS}/${made.id}`, () => {
        server.use(widgets([]))
        return new HttpResponse(null, { status: 204 })
      }),
    )
    const { user, container } = renderApp(PAGE)

    expect(await screen.findByLabelText('Feed address')).toHaveValue(made.url)
    expect(screen.getByLabelText('Key (user name)')).toHaveValue(made.key)
    expect(await screen.findByText('42')).toBeVisible()
    await expectAccessible(container)

    await user.click(screen.getByRole('button', { name: 'Delete Visits today' }))
    const dialog = within(screen.getByRole('dialog', { name: 'Delete the widget Visits today?' }))
    await user.click(dialog.getByRole('button', { name: 'Delete' }))
    expect(await screen.findByText('No widget yet')).toBeVisible()
  })

  it('edits one, whose feed stays where it is', async () => {
    let sent: unknown
    server.use(signedIn(), ...dashboard({ dashboard: row }), widgets([made]), previews())
    server.use(
      http.patch(`${WIDGETS}/${made.id}`, async ({ request }) => {
        sent = await request.json()
        const renamed = { ...made, title: 'Calls today' }
        server.use(widgets([renamed]))
        return HttpResponse.json(renamed)
      }),
    )
    const { user, container } = renderApp(PAGE)

    await user.click(await screen.findByRole('button', { name: 'Edit Visits today' }))
    const dialog = within(screen.getByRole('dialog', { name: 'Edit the widget Visits today' }))
    expect(await dialog.findByText('42')).toBeVisible()
    await expectAccessible(container)
    expect(dialog.getByLabelText('Range')).toHaveValue('kept')
    const field = dialog.getByRole('textbox', { name: 'Title' })
    await user.clear(field)
    await user.type(field, 'Calls today')
    await user.selectOptions(dialog.getByLabelText('Statistic'), 'Calls per minute')
    await user.click(dialog.getByRole('button', { name: 'Save' }))

    expect(await screen.findByRole('heading', { name: 'Calls today' })).toBeVisible()
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
    expect(screen.getByLabelText('Feed address')).toHaveValue(made.url)
    expect(sent).toEqual({
      title: 'Calls today',
      definition: {
        kind: 'number',
        statistic: 'calls_per_minute',
        filters: { endpoint: 'home' },
        range: made.definition.range,
        previous: true,
        absolute: false,
        reverse: false,
      },
    })
  })

  it('previews another kind as soon as it is chosen', async () => {
    const document = { item: [{ value: 3, label: 'home', colour: '3c1ea5' }] }
    server.use(signedIn(), ...dashboard({ dashboard: row }), widgets([]), previews(document))
    const { user } = renderApp(PAGE)

    await user.selectOptions(await screen.findByLabelText('Kind'), 'Pie chart')

    const preview = within(screen.getByRole('region', { name: 'Preview' }))
    expect(await preview.findByText('home')).toBeVisible()
    expect(screen.getByLabelText('One part for each')).toHaveValue('endpoint')
  })

  it('makes what is previewed', async () => {
    const asked: WidgetDraft[] = []
    let sent: WidgetCreate | undefined
    server.use(
      signedIn(),
      ...dashboard({ dashboard: row }),
      widgets([]),
      http.post<never, WidgetDraft>(WIDGET_PREVIEW, async ({ request }) => {
        asked.push(await request.json())
        return HttpResponse.json({ document: { item: [{ value: 42 }] } })
      }),
      http.post<never, WidgetCreate>(WIDGETS, async ({ request }) => {
        sent = await request.json()
        server.use(widgets([made]))
        return HttpResponse.json(made, { status: 201 })
      }),
    )
    const { user } = renderApp(PAGE)

    await user.selectOptions(await screen.findByLabelText('Statistic'), 'Median execution time (ms)')
    await user.type(screen.getByLabelText('Title'), 'Median')
    await user.type(screen.getByLabelText('Before the number'), 'ms')
    await waitFor(() => {
      expect(asked.at(-1)?.definition).toMatchObject({ prefix: 'ms' })
    })
    const previewed = asked.at(-1)
    await user.type(screen.getByLabelText('Password'), 'of the hall')
    await user.click(screen.getByRole('button', { name: 'Make the widget' }))

    expect(await screen.findByText(/Visits today was made/)).toBeVisible()
    expect(await screen.findByLabelText('Feed address')).toHaveValue(made.url)
    expect(sent).toEqual({ ...previewed, password: 'of the hall' })
  })

  it('says why something cannot be drawn', async () => {
    const detail = 'maximum: must be more than the minimum'
    server.use(
      signedIn(),
      ...dashboard({ dashboard: row }),
      widgets([]),
      http.post(WIDGET_PREVIEW, () => problem({ status: 422, detail })),
    )
    renderApp(PAGE)

    expect(await screen.findByText(detail)).toBeVisible()
  })

  it('lets viewers look, and change nothing', async () => {
    const viewed = makeDashboard({ role: 'viewer' })
    server.use(signedIn(), ...dashboard({ dashboard: viewed }), widgets([{ ...made, key: null }]))
    renderApp(PAGE)

    expect(await screen.findByLabelText('Feed address')).toHaveValue(made.url)
    expect(screen.getByText('Who may change this dashboard sees its key.')).toBeVisible()
    expect(screen.queryByRole('button', { name: /Delete|Edit/ })).not.toBeInTheDocument()
    expect(screen.queryByLabelText('Kind')).not.toBeInTheDocument()
  })
})

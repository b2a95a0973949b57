import { screen, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { describe, expect, it } from 'vitest'

import type { DashboardCreate } from '@/lib/api/models'
import { expectAccessible } from '@/testing/axe'
import { makeDashboard } from '@/testing/factories'
import { dashboard, dashboards, problem, signedIn } from '@/testing/handlers'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'

const DASHBOARDS = '*/api/v1/dashboards'

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
    expect(within(screen.getByRole('listitem')).getByText('Connecting')).toBeVisible()
    expect(sent).toEqual({
      name: 'Web shop',
      url: 'https://shop.example/dashboard',
      token: 'secret',
      poll_interval_seconds: 60,
      check: true,
    })
  })

  it('adds an app that cannot be read yet, when told to', async () => {
    const detail = 'The app cannot be reached. Is it running?'
    const sent: DashboardCreate[] = []
    const row = makeDashboard({ state: 'not_initialized' })
    server.use(
      signedIn(),
      dashboards([]),
      http.post<never, DashboardCreate>(DASHBOARDS, async ({ request }) => {
        sent.push(await request.json())
        if (sent.length === 1) {
          const errors = [{ pointer: '#/body/url', detail }]
          return problem({ status: 422, type: '/problems/source-unreachable', detail, errors })
        }
        server.use(dashboards([row]), ...dashboard({ dashboard: row }))
        return HttpResponse.json(row, { status: 201 })
      }),
    )
    const { user, container } = renderApp('/')

    const dialog = await fillIn(user)
    expect(await dialog.findByText(detail)).toBeVisible()
    await expectAccessible(container)
    await user.click(dialog.getByRole('button', { name: 'Add it unchecked' }))

    expect(await screen.findByText('Web shop was added.')).toBeInTheDocument()
    expect(sent.map((create) => create.check)).toEqual([true, false])
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
    expect(dialog.queryByRole('button', { name: 'Add it unchecked' })).not.toBeInTheDocument()
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

import { screen, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { describe, expect, it } from 'vitest'

import type { Dashboard } from '@/lib/api/models'
import { expectAccessible } from '@/testing/axe'
import { makeDashboard } from '@/testing/factories'
import { dashboard, dashboards, problem, signedIn } from '@/testing/handlers'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'

const owned = makeDashboard()
const DASHBOARD = `*/api/v1/dashboards/${owned.id}`
const SETTINGS = `/dashboards/${owned.id}/settings`

const gone = () => new HttpResponse(null, { status: 204 })

function patched(answer: (sent: unknown[]) => Response): unknown[] {
  const sent: unknown[] = []
  server.use(
    http.patch(DASHBOARD, async ({ request }) => {
      sent.push(await request.json())
      return answer(sent)
    }),
  )
  return sent
}

function show(row: Dashboard, path = SETTINGS) {
  server.use(signedIn(), dashboards([row]), ...dashboard({ dashboard: row }))
  return renderApp(path)
}

describe('the settings of a dashboard', () => {
  it('are changed by its owner', async () => {
    const sent = patched(() => HttpResponse.json(owned))
    const { user, container } = show(owned)
    const reading = within(await screen.findByRole('region', { name: 'Name and reading' }))
    await expectAccessible(container)

    await user.clear(reading.getByLabelText('Poll interval'))
    await user.type(reading.getByLabelText('Poll interval'), '5')
    await user.click(reading.getByRole('checkbox', { name: 'Ask whether the app is up' }))
    await user.click(reading.getByRole('button', { name: 'Save' }))

    expect(await reading.findByText('Saved.')).toBeVisible()
    expect(sent).toEqual([
      {
        check: true,
        name: 'Web shop',
        poll_interval_seconds: 5,
        settle_seconds: 10,
        raw_retention_days: 90,
        apdex_threshold_ms: 500,
        ping_interval_seconds: null,
      },
    ])
  })

  it('are read-only for a viewer, and say why', async () => {
    const { container } = show(makeDashboard({ role: 'viewer' }))

    expect((await screen.findAllByText(/You see this dashboard as a viewer/))[0]).toBeVisible()
    expect(screen.getByLabelText('Poll interval')).toHaveAttribute('readonly')
    expect(screen.queryByRole('button', { name: /Save|Delete/ })).not.toBeInTheDocument()
    expect(screen.queryByRole('link', { name: 'Links' })).not.toBeInTheDocument()
    await expectAccessible(container)
  })

  it('leave URL and token to the owner', async () => {
    show(makeDashboard({ role: 'editor' }))

    expect(await screen.findByText(/only the owner changes where the app is read/)).toBeVisible()
    expect(screen.getByLabelText('Poll interval')).not.toHaveAttribute('readonly')
    expect(screen.getByLabelText('URL')).toHaveAttribute('readonly')
    expect(screen.queryByLabelText('New security token')).not.toBeInTheDocument()
  })

  it('take an app that cannot be read yet, when told to', async () => {
    const detail = 'The app cannot be reached. Is it running?'
    const sent = patched((all) =>
      all.length === 1
        ? problem({
            status: 422,
            type: '/problems/source-unreachable',
            detail,
            errors: [{ pointer: '#/body/url', detail }],
          })
        : HttpResponse.json(owned),
    )
    const { user } = show(owned)
    const source = within(await screen.findByRole('region', { name: 'URL and token' }))

    await user.type(source.getByLabelText('New security token'), 'secret')
    await user.click(source.getByRole('button', { name: 'Check and save' }))
    expect(await source.findByText(detail)).toBeVisible()
    await user.click(source.getByRole('button', { name: 'Save unchecked' }))

    expect(await source.findByText('Saved, unchecked.')).toBeVisible()
    expect(sent).toEqual([
      { url: owned.url, token: 'secret', check: true },
      { url: owned.url, token: 'secret', check: false },
    ])
    expect(source.getByLabelText('New security token')).toHaveValue('')
  })

  it('delete the dashboard after asking', async () => {
    server.use(
      http.delete(DASHBOARD, () => {
        server.use(dashboards([]))
        return gone()
      }),
    )
    const { user } = show(owned)

    await user.click(await screen.findByRole('button', { name: 'Delete dashboard…' }))
    await user.click(
      within(screen.getByRole('dialog', { name: 'Delete Web shop?' })).getByRole('button', {
        name: 'Delete for good',
      }),
    )

    expect(await screen.findByText('Add your first app')).toBeVisible()
  })
})

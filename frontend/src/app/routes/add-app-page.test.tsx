import { screen, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { describe, expect, it } from 'vitest'

import type { DashboardCreate, SourceCheckCreate } from '@/lib/api/models'
import { expectAccessible } from '@/testing/axe'
import { makeDashboard } from '@/testing/factories'
import { dashboard, dashboards, problem, signedIn } from '@/testing/handlers'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'

const DASHBOARDS = '*/api/v1/dashboards'
const CHECK = `${DASHBOARDS}/check`
const row = makeDashboard()
const source = {
  kind: 'fmd_1',
  version: '1.13.0',
  total_calls: 1234,
  first_call_at: '2026-11-01T08:00:00Z',
  warnings: ['default_token'],
}

function checks(...answers: object[]): SourceCheckCreate[] {
  const sent: SourceCheckCreate[] = []
  server.use(
    http.post<never, SourceCheckCreate>(CHECK, async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json(answers[Math.min(sent.length, answers.length) - 1])
    }),
  )
  return sent
}

function adds(): DashboardCreate[] {
  const sent: DashboardCreate[] = []
  server.use(
    http.post<never, DashboardCreate>(DASHBOARDS, async ({ request }) => {
      sent.push(await request.json())
      server.use(...dashboard({ dashboard: row }))
      return HttpResponse.json(row, { status: 201 })
    }),
  )
  return sent
}

async function fillIn() {
  server.use(signedIn())
  const view = renderApp('/dashboards/new?app=fmd_1')
  await view.user.type(await screen.findByLabelText('Name'), 'Web shop')
  await view.user.type(screen.getByLabelText('URL'), 'https://shop.example/dashboard')
  await view.user.click(screen.getByRole('button', { name: 'Check' }))
  return view
}

describe('adding an app', () => {
  it('begins in the empty list and shows the lines for what the app runs', async () => {
    server.use(signedIn(), dashboards([]))
    const { user, router, container } = renderApp('/')
    await user.click(await screen.findByRole('link', { name: 'Add an app' }))
    expect(screen.queryByRole('group', { name: 'Code of the app' })).not.toBeInTheDocument()

    await user.click(await screen.findByRole('radio', { name: /FastAPI/ }))

    expect(await screen.findByRole('group', { name: 'Code of the app' })).toHaveTextContent(
      'from pydash_agent.fastapi import monitor',
    )
    expect(screen.getByRole('group', { name: 'Package to install' })).toHaveTextContent(
      'pip install pydash-agent',
    )
    expect(router.state.location.search).toEqual({ app: 'fastapi' })
    await expectAccessible(container)

    await user.click(screen.getByRole('radio', { name: /2.1 to 5/ }))
    expect(screen.getByRole('group', { name: 'Code of the app' })).toHaveTextContent('bridge(app')
  })

  it('makes a token of its own, which goes into the app and into the form', async () => {
    server.use(signedIn())
    renderApp('/dashboards/new?app=flask')

    const environment = await screen.findByRole('group', { name: 'Environment of the app' })
    const token = /^export PYDASH_TOKEN=([\w-]{43})$/.exec(environment.textContent)?.[1]
    expect(token).toBeDefined()
    expect(screen.getByLabelText('Security token')).toHaveValue(token)
  })

  it('looks at the app first, then adds it and shows its history arrive', async () => {
    const checked = checks({ source, refusal: null })
    const added = adds()
    const { user, router, container } = await fillIn()

    expect(await screen.findByText('The app answers: Flask-MonitoringDashboard 1.13.0.')).toBeVisible()
    expect(screen.getByText(/1,234 calls since/)).toBeVisible()
    expect(screen.getByText(/public default/)).toBeVisible()
    expect(added).toEqual([])
    await expectAccessible(container)
    await user.click(screen.getByRole('button', { name: 'Add app' }))

    expect(await screen.findByRole('heading', { name: 'Web shop was added' })).toBeVisible()
    expect(screen.getByText(/All is here: 1,234 calls/)).toBeVisible()
    expect(router.state.location.pathname).toBe(`/dashboards/${row.id}/arrival`)
    const token = checked[0]?.token
    expect(added).toEqual([
      {
        name: 'Web shop',
        url: 'https://shop.example/dashboard',
        token,
        poll_interval_seconds: 60,
        check: false,
      },
    ])
  })

  it('looks again once something else is entered', async () => {
    const checked = checks({ source, refusal: null })
    const { user } = await fillIn()
    await screen.findByRole('button', { name: 'Add app' })

    await user.type(screen.getByLabelText('URL'), '/v2')

    expect(screen.queryByText(/The app answers/)).not.toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Check' }))
    expect(await screen.findByText(/The app answers/)).toBeVisible()
    expect(checked.map(({ url }) => url)).toEqual([
      'https://shop.example/dashboard',
      'https://shop.example/dashboard/v2',
    ])
  })

  it('says at the field why an app cannot be read, and adds it all the same when told to', async () => {
    const detail = "The token is not the app's. Take the one of its configuration."
    checks({ source: null, refusal: { error: 'wrong_token', detail, field: 'token' } })
    const added = adds()
    const { user, container } = await fillIn()

    expect(await screen.findByText(detail)).toBeVisible()
    expect(screen.getByLabelText('Security token')).toBeInvalid()
    expect(screen.getByLabelText('Security token')).toHaveFocus()
    await expectAccessible(container)
    await user.click(screen.getByRole('button', { name: 'Add it unchecked' }))

    expect(await screen.findByRole('heading', { name: 'Web shop was added' })).toBeVisible()
    expect(added.map(({ check }) => check)).toEqual([false])
  })

  it('shows what is wrong with the whole, and keeps what was entered', async () => {
    const detail = 'You have already added a dashboard with this URL.'
    checks({ source, refusal: null })
    server.use(http.post(DASHBOARDS, () => problem({ status: 409, detail })))
    const { user } = await fillIn()
    await user.click(await screen.findByRole('button', { name: 'Add app' }))

    expect(await screen.findByRole('alert')).toHaveTextContent(detail)
    expect(screen.getByLabelText('Name')).toHaveValue('Web shop')
  })
})

describe('an app that was added', () => {
  const reading = makeDashboard({
    state: 'initialized_endpoints',
    progress: {
      ...row.progress,
      history_started_at: new Date(Date.now() - 10_000).toISOString(),
      history_ended_at: null,
      history_percent: 50,
      history_rest_seconds: 10,
      published_calls: 1000,
      source_total: 2000,
    },
  })

  it('shows how far its history is, how fast it comes and how long the rest takes', async () => {
    server.use(signedIn(), ...dashboard({ dashboard: reading }))
    const { container } = renderApp(`/dashboards/${row.id}/arrival`)

    expect(await screen.findByRole('progressbar', { name: 'Reading history' })).toHaveValue(0.5)
    const facts = within(screen.getByRole('list'))
    expect(facts.getByText('1,000 of 2,000 calls')).toBeVisible()
    expect(facts.getByText(/^\d+ calls per second$/)).toBeVisible()
    expect(facts.getByText('about 10 seconds to go')).toBeVisible()
    await expectAccessible(container)
  })

  it('says what is wrong and where to change it', async () => {
    const failing = makeDashboard({ error: 'wrong_token', error_detail: "The token is not the app's." })
    server.use(signedIn(), ...dashboard({ dashboard: failing }))
    renderApp(`/dashboards/${row.id}/arrival`)

    expect(await screen.findByRole('alert')).toHaveTextContent("The token is not the app's.")
    expect(screen.getByRole('link', { name: 'Change URL or token' })).toHaveAttribute(
      'href',
      `/dashboards/${row.id}/settings`,
    )
  })
})

import { screen, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { describe, expect, it } from 'vitest'

import { makeApiKey } from '@/testing/account-factories'
import { expectAccessible } from '@/testing/axe'
import { makeDashboard } from '@/testing/factories'
import { dashboards, signedIn } from '@/testing/handlers'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'

const KEYS = '*/api/v1/users/me/api-keys'

describe('API keys', () => {
  const row = makeDashboard()

  it('are made for chosen dashboards and shown once', async () => {
    const sent: unknown[] = []
    server.use(
      signedIn(),
      dashboards([row]),
      http.get(KEYS, () => HttpResponse.json({ items: [] })),
      http.post(KEYS, async ({ request }) => {
        sent.push(await request.json())
        return HttpResponse.json({ ...makeApiKey({ label: 'CI' }), key: 'pydash_key' }, { status: 201 })
      }),
    )
    const { user, container } = renderApp('/settings/api-keys')
    expect(await screen.findByText('No API keys yet')).toBeVisible()

    await user.type(screen.getByLabelText('Label'), 'CI')
    await user.click(screen.getByRole('radio', { name: 'Read and change' }))
    await user.click(screen.getByRole('radio', { name: 'Only these' }))
    await user.click(screen.getByRole('button', { name: 'Make key' }))
    expect(screen.getByText('Choose at least one dashboard.')).toBeVisible()
    expect(sent).toEqual([])
    await user.click(await screen.findByRole('checkbox', { name: 'Web shop' }))
    expect(screen.queryByText('Choose at least one dashboard.')).not.toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Make key' }))

    expect(await screen.findByText('pydash_key')).toBeVisible()
    expect(sent).toEqual([{ label: 'CI', scope: 'manage', dashboard_ids: [row.id], expires_at: null }])
    await expectAccessible(container)
  })

  it('say nothing of the dashboards they are for before these are known', async () => {
    let answer: () => void = () => undefined
    const isAnswered = new Promise<void>((resolve) => {
      answer = resolve
    })
    const keys = [
      makeApiKey({ label: 'CI', dashboard_ids: [row.id, 'd0000000-0000-4000-8000-0000000000ff'] }),
    ]
    server.use(
      signedIn(),
      http.get('*/api/v1/overview', () => isAnswered),
      dashboards([row]),
      http.get(KEYS, () => HttpResponse.json({ items: keys })),
    )
    renderApp('/settings/api-keys')
    await screen.findByText('CI')
    expect(screen.queryByText(/see no more/)).not.toBeInTheDocument()

    answer()

    expect(await screen.findByText('Web shop, a dashboard that you see no more')).toBeVisible()
  })

  it('say what they may do and when they were used, and can be revoked', async () => {
    const keys = [makeApiKey({ label: 'CI', dashboard_ids: [row.id], last_used_at: null })]
    let items = keys
    server.use(
      signedIn(),
      dashboards([row]),
      http.get(KEYS, () => HttpResponse.json({ items })),
      http.delete(`${KEYS}/:id`, () => {
        items = []
        return new HttpResponse(null, { status: 204 })
      }),
    )
    const { user } = renderApp('/settings/api-keys')

    const item = within((await screen.findByText('CI')).closest('li') ?? document.body)
    expect(item.getByText('never used')).toBeVisible()
    expect(await item.findByText('Web shop')).toBeVisible()
    await user.click(item.getByRole('button', { name: 'Revoke the key CI' }))
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Revoke' }))

    expect(await screen.findByText('No API keys yet')).toBeVisible()
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
  })
})

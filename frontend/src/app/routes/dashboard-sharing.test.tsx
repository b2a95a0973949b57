import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { describe, expect, it } from 'vitest'

import type { Dashboard } from '@/lib/api/models'
import { makeLink, makeShare } from '@/testing/account-factories'
import { expectAccessible } from '@/testing/axe'
import { makeDashboard } from '@/testing/factories'
import { dashboard, dashboards, signedIn } from '@/testing/handlers'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'

const owned = makeDashboard()
const DASHBOARD = `*/api/v1/dashboards/${owned.id}`
const SETTINGS = `/dashboards/${owned.id}/settings`

const gone = () => new HttpResponse(null, { status: 204 })

function show(row: Dashboard, path: string) {
  server.use(signedIn(), dashboards([row]), ...dashboard({ dashboard: row }))
  return renderApp(path)
}

describe('the people of a dashboard', () => {
  const PEOPLE = `${SETTINGS}/people`

  it('are invited, given another role, and removed', async () => {
    let items = [makeShare()]
    const sent: unknown[] = []
    server.use(
      http.get(`${DASHBOARD}/shares`, () => HttpResponse.json({ items })),
      http.post(`${DASHBOARD}/shares`, async ({ request }) => {
        sent.push(await request.json())
        const share = makeShare({ id: '50000000-0000-4000-8000-000000000009', invited: 'carol' })
        items = [...items, share]
        return HttpResponse.json(share, { status: 201 })
      }),
      http.patch(`${DASHBOARD}/shares/:id`, async ({ request }) => {
        sent.push(await request.json())
        items = items.map((share) => (share.invited === 'bob' ? { ...share, role: 'editor' } : share))
        return HttpResponse.json(items[0])
      }),
      http.delete(`${DASHBOARD}/shares/:id`, ({ params }) => {
        items = items.filter(({ id }) => id !== params.id)
        return gone()
      }),
    )
    const { user, container } = show(owned, PEOPLE)

    await user.type(await screen.findByLabelText('Name or mail address'), 'carol')
    await user.click(screen.getByRole('button', { name: 'Invite' }))
    expect(await screen.findByText('carol')).toBeVisible()
    await expectAccessible(container)

    const bob = within(screen.getByRole('group', { name: 'Role of bob' }))
    await user.click(bob.getByRole('radio', { name: 'Editor' }))
    await waitFor(() => {
      expect(bob.getByRole('radio', { name: 'Editor' })).toBeChecked()
    })
    await user.click(screen.getByRole('button', { name: 'Remove carol' }))

    await waitFor(() => {
      expect(screen.queryByText('carol')).not.toBeInTheDocument()
    })
    expect(sent).toEqual([{ invited: 'carol', role: 'viewer' }, { role: 'editor' }])
  })

  it('can leave it', async () => {
    server.use(
      http.delete(`${DASHBOARD}/share`, () => {
        server.use(dashboards([]))
        return gone()
      }),
    )
    const { user } = show(makeDashboard({ role: 'viewer' }), PEOPLE)

    await user.click(await screen.findByRole('button', { name: 'Leave dashboard…' }))
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Leave' }))

    expect(await screen.findByText('Add your first app')).toBeVisible()
  })
})

describe('read-only links', () => {
  it('are made, shown once with the secret behind the #, and revoked', async () => {
    let items = [makeLink()]
    const sent: { expires_at?: string }[] = []
    server.use(
      http.get(`${DASHBOARD}/links`, () => HttpResponse.json({ items })),
      http.post(`${DASHBOARD}/links`, async ({ request }) => {
        sent.push((await request.json()) as { expires_at?: string })
        return HttpResponse.json({ ...makeLink({ label: 'Guest' }), token: 'pydash_link' }, { status: 201 })
      }),
      http.delete(`${DASHBOARD}/links/:id`, () => {
        items = []
        return gone()
      }),
    )
    const { user, container } = show(owned, `${SETTINGS}/links`)

    await user.type(await screen.findByLabelText('Label'), 'Guest')
    await user.selectOptions(screen.getByLabelText('Ends'), 'In 7 days')
    await user.click(screen.getByRole('button', { name: 'Make link' }))
    expect(await screen.findByText(`${location.origin}/link#pydash_link`)).toBeVisible()
    const [{ expires_at = '', ...rest } = {}] = sent
    expect(rest).toEqual({ label: 'Guest', password: null })
    const days = (Date.parse(expires_at) - Date.now()) / 86_400_000
    expect(days).toBeGreaterThan(6.9)
    expect(days).toBeLessThanOrEqual(7)
    await expectAccessible(container)

    await user.click(screen.getByRole('button', { name: 'Revoke the link Hall' }))
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Revoke' }))
    expect(await screen.findByText('No links yet')).toBeVisible()
  })
})

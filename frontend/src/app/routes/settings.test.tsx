import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { describe, expect, it } from 'vitest'

import { makeSession } from '@/testing/account-factories'
import { expectAccessible } from '@/testing/axe'
import { makeUser } from '@/testing/factories'
import { problem, signedIn, signedOut } from '@/testing/handlers'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'

const ME = '*/api/v1/users/me'
const SESSIONS = '*/api/v1/sessions'

function settingsAnswer(): unknown[] {
  const sent: unknown[] = []
  server.use(
    http.patch(ME, async ({ request }) => {
      const change = (await request.json()) as object
      sent.push(change)
      return HttpResponse.json({ ...makeUser(), ...change, mail: makeUser().mail })
    }),
  )
  return sent
}

describe('the settings of an account', () => {
  it('changes the name, and shows it everywhere at once', async () => {
    server.use(signedIn())
    const sent = settingsAnswer()
    const { user, container } = renderApp('/settings')

    const field = await screen.findByRole('textbox', { name: 'Name' })
    await expectAccessible(container)
    await user.clear(field)
    await user.type(field, 'ada')
    await user.click(
      within(screen.getByRole('region', { name: 'Name' })).getByRole('button', { name: 'Save' }),
    )

    expect(await screen.findByRole('button', { name: 'Account of ada' })).toBeVisible()
    expect(sent).toEqual([{ name: 'ada' }])
  })

  it('keeps the old mail address until the new one is confirmed', async () => {
    server.use(signedIn())
    const sent = settingsAnswer()
    const { user } = renderApp('/settings')

    await user.type(await screen.findByLabelText('New mail address'), 'new@example.org')
    await user.type(screen.getByLabelText('Current password'), 'secret')
    await user.click(screen.getByRole('button', { name: 'Send link' }))

    expect(await screen.findByText(/link was sent to new@example.org/)).toHaveTextContent(
      'stays alice@pydash.invalid',
    )
    expect(sent).toEqual([{ mail: 'new@example.org', current_password: 'secret' }])
  })

  it('takes the theme of the account, and keeps a chosen one there', async () => {
    server.use(signedIn(makeUser({ theme: 'dark' })))
    const sent = settingsAnswer()
    const { user } = renderApp('/settings')
    const look = within(await screen.findByRole('region', { name: 'Look and sound' }))
    expect(look.getByRole('radio', { name: 'Dark' })).toBeChecked()

    await user.click(look.getByRole('radio', { name: 'Light' }))

    await waitFor(() => {
      expect(sent).toEqual([{ theme: 'light' }])
    })
    expect(document.documentElement.dataset.theme).toBe('light')
  })

  it('offers every time zone and that of the device, and shows times in it at once', async () => {
    server.use(signedIn())
    const sent = settingsAnswer()
    const { user } = renderApp('/settings')
    const field = await screen.findByRole('combobox', { name: 'Time zone' })
    expect(field).toHaveDisplayValue('As this device (Europe/Amsterdam)')

    await user.selectOptions(field, 'Asia/Tokyo')
    expect(await screen.findByText('Times are in Asia/Tokyo.')).toBeVisible()
    await user.selectOptions(field, 'As this device (Europe/Amsterdam)')
    expect(await screen.findByText('Times are in Europe/Amsterdam.')).toBeVisible()

    expect(sent).toEqual([{ timezone: 'Asia/Tokyo' }, { timezone: 'device' }])
  })

  it('keeps a time zone that the browser does not list', async () => {
    server.use(signedIn(makeUser({ timezone: 'US/Pacific' })))
    renderApp('/settings')

    expect(await screen.findByRole('combobox', { name: 'Time zone' })).toHaveValue('US/Pacific')
    expect(screen.getByText('Times are in US/Pacific.')).toBeVisible()
  })

  it('deletes the account with the password, and shows nothing any more', async () => {
    const sent: unknown[] = []
    server.use(
      signedIn(),
      http.post(`${ME}/deletion`, async ({ request }) => {
        sent.push(await request.json())
        if (sent.length === 1) {
          const detail = 'The current password is not right.'
          return problem({ status: 422, detail, errors: [{ pointer: '#/body/password', detail }] })
        }
        server.use(...signedOut())
        return new HttpResponse(null, { status: 204 })
      }),
    )
    const { user, router, container } = renderApp('/settings')

    await user.click(await screen.findByRole('button', { name: 'Delete account…' }))
    const dialog = within(screen.getByRole('dialog', { name: 'Delete the account alice?' }))
    await user.type(dialog.getByLabelText('Current password'), 'x')
    await user.click(dialog.getByRole('button', { name: 'Delete for good' }))
    expect(await dialog.findByText('The current password is not right.')).toBeVisible()
    await expectAccessible(container)
    await user.click(dialog.getByRole('button', { name: 'Delete for good' }))

    await waitFor(() => {
      expect(router.state.location.pathname).toBe('/sign-in')
    })
    expect(sent).toEqual([{ password: 'x' }, { password: 'x' }])
  })
})

describe('password and sessions', () => {
  const here = makeSession({ current: true })
  const phone = makeSession({ id: '50000000-0000-4000-8000-000000000002', user_agent: 'Firefox/140 Android' })

  it('changes the password and ends the other sessions unless told otherwise', async () => {
    const sent: unknown[] = []
    server.use(
      signedIn(),
      http.get(SESSIONS, () => HttpResponse.json({ items: [here] })),
      http.put(`${ME}/password`, async ({ request }) => {
        sent.push(await request.json())
        return new HttpResponse(null, { status: 204 })
      }),
    )
    const { user } = renderApp('/settings/security')

    await user.type(await screen.findByLabelText('Current password'), 'old')
    await user.type(screen.getByLabelText('New password'), 'four words are better')
    await user.click(screen.getByRole('button', { name: 'Change password' }))

    expect(await screen.findByText('The password is changed.')).toBeVisible()
    expect(sent).toEqual([
      { current_password: 'old', new_password: 'four words are better', end_other_sessions: true },
    ])
    expect(screen.getByLabelText('Current password')).toHaveValue('')
  })

  it('lists where one is signed in, and ends one', async () => {
    let items = [here, phone]
    server.use(
      signedIn(),
      http.get(SESSIONS, () => HttpResponse.json({ items })),
      http.delete(`${SESSIONS}/:id`, ({ params }) => {
        items = items.filter(({ id }) => id !== params.id)
        return new HttpResponse(null, { status: 204 })
      }),
    )
    const { user, container } = renderApp('/settings/security')

    const end = await screen.findByRole('button', { name: 'End the session: Firefox on Android' })
    expect(screen.getByText('this one')).toBeVisible()
    expect(screen.getAllByRole('button', { name: /End the session/ })).toHaveLength(1)
    await expectAccessible(container)
    await user.click(end)

    await waitFor(() => {
      expect(screen.queryByText('Firefox on Android')).not.toBeInTheDocument()
    })
  })
})

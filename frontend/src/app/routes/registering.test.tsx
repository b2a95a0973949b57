import { screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { describe, expect, it } from 'vitest'

import { expectAccessible } from '@/testing/axe'
import { problem, signedOut } from '@/testing/handlers'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'

const accepted = () => new HttpResponse(null, { status: 202 })
const done = () => new HttpResponse(null, { status: 204 })

/** Answers a POST and keeps what was sent. */
function posted(path: string, answer: () => Response): unknown[] {
  const sent: unknown[] = []
  server.use(
    http.post(`*/api/v1${path}`, async ({ request }) => {
      sent.push(await request.json())
      return answer()
    }),
  )
  return sent
}

describe('creating an account', () => {
  async function fillIn() {
    const view = renderApp('/register')
    await view.user.type(await screen.findByLabelText('Name'), 'ada')
    await view.user.type(screen.getByLabelText('Mail address'), 'ada@example.org')
    await view.user.type(screen.getByLabelText('Password'), 'correct horse battery')
    await view.user.click(screen.getByRole('button', { name: 'Create account' }))
    return view
  }

  it('says where the mail went, and sends it again', async () => {
    const sent = posted('/users', accepted)
    const again = posted('/users/verification-mails', accepted)
    const { user, container } = await fillIn()

    expect(await screen.findByRole('heading', { name: 'Look into your mail' })).toBeVisible()
    expect(screen.getByText(/a link to ada@example.org/)).toBeVisible()
    expect(sent).toEqual([
      {
        name: 'ada',
        mail: 'ada@example.org',
        password: 'correct horse battery',
      },
    ])
    await expectAccessible(container)

    await user.click(screen.getByRole('button', { name: 'Send it again' }))
    expect(await screen.findByText(/It was sent again/)).toBeVisible()
    expect(again).toEqual([{ name: 'ada' }])
  })

  it('shows at a field what is wrong with it', async () => {
    const detail = 'is one of the passwords that everybody tries first; choose another'
    posted('/users', () => problem({ status: 422, detail, errors: [{ pointer: '#/body/password', detail }] }))
    const { container } = await fillIn()

    const field = await screen.findByLabelText('Password')
    await waitFor(() => {
      expect(field).toHaveAccessibleDescription(expect.stringContaining(detail))
    })
    expect(field).toHaveFocus()
    expect(screen.queryByRole('alert')).not.toBeInTheDocument()
    await expectAccessible(container)
  })

  it('says that a name is taken', async () => {
    posted('/users', () => problem({ status: 409, detail: 'This name is taken; choose another.' }))
    await fillIn()

    expect(await screen.findByRole('alert')).toHaveTextContent('This name is taken')
  })
})

describe('the link in a confirmation mail', () => {
  it('confirms nothing before the button is pressed', async () => {
    const sent = posted('/users/verification', done)
    server.use(...signedOut())
    const { user, container } = renderApp('/verify#c0de')

    const button = await screen.findByRole('button', { name: 'Confirm address' })
    expect(sent).toEqual([])
    await expectAccessible(container)
    await user.click(button)

    expect(await screen.findByText('Your mail address is confirmed.')).toBeVisible()
    expect(sent).toEqual([{ code: 'c0de' }])
    await user.click(screen.getByRole('link', { name: 'Sign in' }))
    expect(await screen.findByLabelText('Password')).toBeVisible()
  })

  it('offers a new one where it does not count any more', async () => {
    posted('/users/verification', () => problem({ status: 422, detail: 'The link does not count any more.' }))
    const again = posted('/users/verification-mails', accepted)
    const { user } = renderApp('/verify#old')

    await user.click(await screen.findByRole('button', { name: 'Confirm address' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('does not count any more')
    await user.type(screen.getByLabelText('Name'), 'ada')
    await user.click(screen.getByRole('button', { name: 'Send it again' }))

    expect(await screen.findByText(/It was sent again/)).toBeVisible()
    expect(again).toEqual([{ name: 'ada' }])
  })

  it('keeps a code that looks like a number as it was sent', async () => {
    const sent = posted('/users/verification', done)
    const { user } = renderApp('/verify#12345678901234567890')

    await user.click(await screen.findByRole('button', { name: 'Confirm address' }))

    await waitFor(() => {
      expect(sent).toEqual([{ code: '12345678901234567890' }])
    })
  })
})

describe('a forgotten password', () => {
  it('is asked for by mail address, whether anybody has it', async () => {
    const sent = posted('/password-resets', accepted)
    const { user, container } = renderApp('/forgot-password')

    await user.type(await screen.findByLabelText('Mail address'), 'ada@example.org')
    await expectAccessible(container)
    await user.click(screen.getByRole('button', { name: 'Send link' }))

    expect(await screen.findByText(/If an account has the address ada@example.org/)).toBeVisible()
    expect(sent).toEqual([{ mail: 'ada@example.org' }])
  })

  it('is replaced with the code of the link', async () => {
    const sent = posted('/password-resets/confirmation', done)
    const { user, container } = renderApp('/reset-password#c0de')

    await user.type(await screen.findByLabelText('New password'), 'four words are better')
    await expectAccessible(container)
    await user.click(screen.getByRole('button', { name: 'Set password' }))

    expect(await screen.findByText(/The new password is set/)).toBeVisible()
    expect(sent).toEqual([{ code: 'c0de', new_password: 'four words are better' }])
  })

  it('needs the link', async () => {
    renderApp('/reset-password')

    expect(await screen.findByRole('link', { name: 'Have a link sent' })).toHaveAttribute(
      'href',
      '/forgot-password',
    )
  })
})

it('tells how long to wait after too many attempts', async () => {
  server.use(...signedOut())
  posted('/sessions', () =>
    problem({ status: 429, detail: 'There were too many attempts. Wait 1 minute and try again.' }),
  )
  const { user } = renderApp('/sign-in')

  await user.type(await screen.findByLabelText('Name'), 'ada')
  await user.type(screen.getByLabelText('Password'), 'guess')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))

  expect(await screen.findByRole('alert')).toHaveTextContent('Wait 1 minute and try again.')
})

import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'

import { makeUser } from '@/testing/factories'
import { overview, problem, signedIn } from '@/testing/handlers'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'

const ME = '*/api/v1/users/me'

it('ends with the last of themes that are chosen one after the other', async () => {
  server.use(signedIn())
  const answers: (() => void)[] = []
  server.use(
    http.patch(ME, async ({ request }) => {
      const change = (await request.json()) as object
      await new Promise<void>((resolve) => answers.push(resolve))
      return HttpResponse.json({ ...makeUser(), ...change })
    }),
  )
  const { user } = renderApp('/settings')
  const look = within(await screen.findByRole('region', { name: 'Look and sound' }))
  await user.click(look.getByRole('radio', { name: 'Light' }))
  await user.click(look.getByRole('radio', { name: 'Dark' }))
  const shown: (string | undefined)[] = []
  const watch = new MutationObserver(() => shown.push(document.documentElement.dataset.theme))
  watch.observe(document.documentElement, { attributes: true })

  for (const count of [1, 2]) {
    await waitFor(() => {
      expect(answers).toHaveLength(count)
    })
    answers[count - 1]?.()
  }
  await waitFor(() => {
    expect(look.getByRole('checkbox')).toBeEnabled()
  })
  watch.disconnect()

  expect(shown).not.toContain('light')
  expect(document.documentElement).toHaveAttribute('data-theme', 'dark')
})

it('keeps what an earlier change did where the last one fails', async () => {
  let account = makeUser({ sounds: true })
  server.use(http.get(ME, () => HttpResponse.json(account)))
  // Whoever wants to hear of failures has them looked for.
  server.use(overview([]))
  const answers: (() => void)[] = []
  server.use(
    http.patch(ME, async ({ request }) => {
      const change = (await request.json()) as Partial<typeof account>
      await new Promise<void>((resolve) => answers.push(resolve))
      if (answers.length > 1) return problem({ status: 503 })
      account = { ...account, ...change }
      return HttpResponse.json(account)
    }),
  )
  const { user } = renderApp('/settings')
  const look = within(await screen.findByRole('region', { name: 'Look and sound' }))
  await user.click(look.getByRole('checkbox'))
  // In the footer: another of its own, which does not wait for the first.
  const footer = within(screen.getByRole('contentinfo'))
  await user.click(footer.getByRole('radio', { name: 'Dark' }))

  for (const count of [1, 2]) {
    await waitFor(() => {
      expect(answers).toHaveLength(count)
    })
    answers[count - 1]?.()
  }

  await waitFor(() => {
    expect(look.getByRole('checkbox')).not.toBeChecked()
  })
})

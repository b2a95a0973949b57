import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'

import { makeUser } from '@/testing/factories'
import { signedIn } from '@/testing/handlers'
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

import { screen, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'

import { makeDashboard } from '@/testing/factories'
import { dashboard, problem, signedIn } from '@/testing/handlers'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'
import { makeWidget, previews, widgets, WIDGETS } from '@/testing/widget-handlers'

const row = makeDashboard()
const PAGE = `/dashboards/${row.id}/widgets`
const made = makeWidget()

it('gives a new key to one whose key PyDash cannot read any more', async () => {
  server.use(signedIn(), ...dashboard({ dashboard: row }), widgets([makeWidget({ key: null })]), previews())
  server.use(
    http.post(`${WIDGETS}/${made.id}/key`, () => {
      server.use(widgets([made]))
      return HttpResponse.json(made)
    }),
  )
  const { user } = renderApp(PAGE)

  expect(await screen.findByText(/cannot read its key any more/)).toBeVisible()
  await user.click(await screen.findByRole('button', { name: 'New key for Visits today' }))
  const dialog = within(screen.getByRole('dialog', { name: 'A new key for Visits today?' }))
  await user.click(dialog.getByRole('button', { name: 'New key' }))

  expect(await screen.findByLabelText('Key (user name)')).toHaveValue(made.key)
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
})

it('says why there is no new key, and keeps the old one', async () => {
  server.use(signedIn(), ...dashboard({ dashboard: row }), widgets([made]), previews())
  server.use(
    http.post(`${WIDGETS}/${made.id}/key`, () =>
      problem({ status: 404, detail: 'This dashboard has no such widget.' }),
    ),
  )
  const { user } = renderApp(PAGE)

  await user.click(await screen.findByRole('button', { name: 'New key for Visits today' }))
  const dialog = within(screen.getByRole('dialog'))
  await user.click(dialog.getByRole('button', { name: 'New key' }))

  expect(await dialog.findByText('This dashboard has no such widget.')).toBeVisible()
  expect(screen.getByLabelText('Key (user name)')).toHaveValue(made.key)
})

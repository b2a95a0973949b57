import { screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'

import { makeDashboard } from '@/testing/factories'
import { dashboard, signedIn } from '@/testing/handlers'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'
import { makeTestSuite, testRuns } from '@/testing/test-run-handlers'

const row = makeDashboard()

it('keeps the time and the filters of other pages, and passes none of its own on', async () => {
  server.use(
    signedIn(),
    ...dashboard({ dashboard: row }),
    ...testRuns({ dashboardId: row.id, suites: [makeTestSuite()] }),
  )
  const { user, router } = renderApp(`/dashboards/${row.id}?range=7d&version=1.10`)
  await user.click(await screen.findByRole('link', { name: 'Test runs' }))
  expect(await screen.findByRole('region', { name: 'Slowest tests' })).toBeVisible()
  await user.click(screen.getByRole('button', { name: makeTestSuite().name }))
  await router.navigate({ to: '.', search: (known) => ({ ...known, hit: 'cart.add' }) })
  expect(await screen.findByText('Only tests that hit')).toBeVisible()

  await user.click(screen.getByRole('link', { name: 'Settings' }))
  await waitFor(() => {
    expect(router.state.location.search).toEqual({ range: '7d', version: '1.10' })
  })
  await user.click(screen.getByRole('link', { name: 'Statistics' }))

  expect(await screen.findByRole('radio', { name: '7 d' })).toBeChecked()
  expect(router.state.location.searchStr).toBe('?range=7d&version=1.10')
})

import { screen, waitFor } from '@testing-library/react'
import { expect, it, vi } from 'vitest'

import { figuresOf } from '@/features/dashboard/figures'
import { signedIn, overview } from '@/testing/handlers'
import { makeThreeItems } from '@/testing/overview-factories'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'

// Each dashboard that is drawn asks for its figures.
vi.mock('@/features/dashboard/figures', { spy: true })

it.each(['cards', 'table'])('draws dashboards that stay no second time: %s', async (layout) => {
  server.use(signedIn(), overview(makeThreeItems()))
  const { user, router } = renderApp(`/?layout=${layout}`)
  const field = await screen.findByRole('searchbox')
  vi.mocked(figuresOf).mockClear()

  await user.type(field, 'h')
  await waitFor(() => {
    expect(router.state.location.search).toMatchObject({ search: 'h' })
  })
  expect(screen.getByText('3 shown')).toBeVisible()

  expect(figuresOf).not.toHaveBeenCalled()
})

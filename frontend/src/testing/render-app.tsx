import { createMemoryHistory } from '@tanstack/react-router'
import { render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'

import { App } from '@/app/app'
import { createAppRouter } from '@/app/router'
import { createQueryClient } from '@/lib/api/query-client'

/** The whole app at an address, as a browser would open it. */
export function renderApp(path: string) {
  const queryClient = createQueryClient()
  const { queries } = queryClient.getDefaultOptions()
  // Retrying is the browser's patience; tests have none.
  queryClient.setDefaultOptions({ queries: { ...queries, retry: false } })
  const router = createAppRouter(queryClient, createMemoryHistory({ initialEntries: [path] }))
  const view = render(<App queryClient={queryClient} router={router} />)
  return { ...view, router, user: userEvent.setup() }
}

import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { App } from '@/app/app'
import { createAppRouter } from '@/app/router'
import { createQueryClient } from '@/lib/api/query-client'
import { isSuperseded } from '@/lib/patient'

import '@/app/styles/tokens.css'
import '@/app/styles/base.css'

// A part of the app that is loaded later is gone once a new release is served: the page must be loaded anew.
// Not right after it was, or a part that is broken would do so for ever.
const RELOAD_AFTER_MS = 10_000
addEventListener('vite:preloadError', () => {
  if (performance.now() > RELOAD_AFTER_MS) void reloadIfSuperseded()
})

/** Not where the server is away: what is on the page would be lost, for a page of the browser's. */
async function reloadIfSuperseded(): Promise<void> {
  if (await isSuperseded()) location.reload()
}

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')

const queryClient = createQueryClient()
createRoot(root).render(
  <StrictMode>
    <App queryClient={queryClient} router={createAppRouter(queryClient)} />
  </StrictMode>,
)

import { UnreachableError } from '@/lib/api/api-error'

// These answer 401 about what they were sent, not about the session.
const REFRESH_PATH = '/api/v1/sessions/refresh'
const SIGN_IN_PATHS: readonly string[] = ['/api/v1/sessions', REFRESH_PATH]

type SessionEndedListener = () => void

const listeners = new Set<SessionEndedListener>()
let refreshing: Promise<boolean> | undefined
let refreshes = 0

/** Calls `listener` whenever the API no longer knows this browser's session. */
export function onSessionEnded(listener: SessionEndedListener): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/**
 * `fetch` that renews an expired session and asks again, once. However many requests find the session
 * expired at the same moment, it is renewed once for all of them.
 */
export async function sessionFetch(request: Request): Promise<Response> {
  const again = request.clone()
  const refreshesBefore = refreshes
  const response = await reach(request)
  if (response.status !== 401 || SIGN_IN_PATHS.includes(new URL(request.url).pathname)) return response

  // Another request may have renewed the session while this one was on its way.
  const renewed = refreshes > refreshesBefore || (await refreshOnce())
  const answer = renewed ? await reach(again) : response
  if (answer.status === 401) for (const listener of listeners) listener()
  return answer
}

async function refreshOnce(): Promise<boolean> {
  refreshing ??= refresh().finally(() => {
    refreshing = undefined
  })
  return refreshing
}

/** Whether there is a session again. Raises UnreachableError where that could not be found out. */
async function refresh(): Promise<boolean> {
  const response = await reach(new Request(new URL(REFRESH_PATH, location.origin), { method: 'POST' }))
  if (response.status >= 500) throw new UnreachableError(`status ${response.status}`)
  if (!response.ok) return false
  refreshes += 1
  return true
}

/** `fetch` that raises UnreachableError for silence. */
export async function reach(request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch (error) {
    // A request that the app itself gave up is no trouble of the network.
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new UnreachableError('PyDash cannot be reached', { cause: error })
  }
}

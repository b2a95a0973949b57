import { http, HttpResponse } from 'msw'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { UnreachableError } from '@/lib/api/api-error'
import { onSessionEnded, sessionFetch } from '@/lib/api/session-fetch'
import { problem } from '@/testing/handlers'
import { server } from '@/testing/server'

const REFRESH = '*/api/v1/sessions/refresh'

/** An API whose access token has expired until the session is refreshed. */
function expiredSession() {
  const counts = { refreshes: 0, refused: 0 }
  let valid = false
  server.use(
    http.get('*/api/v1/thing', () => {
      if (valid) return HttpResponse.json('here')
      counts.refused += 1
      return problem({ status: 401 })
    }),
    http.post('*/api/v1/thing', async ({ request }) =>
      valid ? HttpResponse.json(await request.json()) : problem({ status: 401 }),
    ),
    http.post(REFRESH, () => {
      counts.refreshes += 1
      valid = true
      return new HttpResponse(null, { status: 204 })
    }),
  )
  return counts
}

function get(path = '/api/v1/thing'): Promise<Response> {
  return sessionFetch(new Request(new URL(path, location.origin)))
}

const ended = vi.fn()
let stopListening = onSessionEnded(ended)

afterEach(() => {
  stopListening()
  ended.mockClear()
  stopListening = onSessionEnded(ended)
})

describe('sessionFetch', () => {
  it('renews an expired session once for all requests that find it expired', async () => {
    const counts = expiredSession()

    const answers = await Promise.all(Array.from({ length: 5 }, () => get()))

    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200])
    expect(counts).toEqual({ refreshes: 1, refused: 5 })
    expect(ended).not.toHaveBeenCalled()
  })

  it('does not renew again for a request that was refused before the session was renewed', async () => {
    let valid = false
    let refreshes = 0
    let answerSlowly: (() => void) | undefined
    const slow = new Promise<void>((resolve) => {
      answerSlowly = resolve
    })
    server.use(
      http.get('*/api/v1/slow', async () => {
        const refused = !valid
        if (refused) await slow
        return refused ? problem({ status: 401 }) : HttpResponse.json('here')
      }),
      http.get('*/api/v1/thing', () => (valid ? HttpResponse.json('here') : problem({ status: 401 }))),
      http.post(REFRESH, () => {
        refreshes += 1
        valid = true
        return new HttpResponse(null, { status: 204 })
      }),
    )

    const late = get('/api/v1/slow')
    expect((await get()).status).toBe(200)
    answerSlowly?.()

    expect((await late).status).toBe(200)
    expect(refreshes).toBe(1)
  })

  it('sends the body again', async () => {
    expiredSession()

    const answer = await sessionFetch(
      new Request(new URL('/api/v1/thing', location.origin), {
        method: 'POST',
        body: JSON.stringify({ name: 'Web shop' }),
      }),
    )

    expect(await answer.json()).toEqual({ name: 'Web shop' })
  })

  it('says that the session ended where it cannot be renewed', async () => {
    server.use(
      http.get('*/api/v1/thing', () => problem({ status: 401 })),
      http.post(REFRESH, () => problem({ status: 401 })),
    )

    expect((await get()).status).toBe(401)
    expect(ended).toHaveBeenCalledTimes(1)
  })

  it('does not take a server that is away for a session that ended', async () => {
    server.use(
      http.get('*/api/v1/thing', () => problem({ status: 401 })),
      http.post(REFRESH, () => problem({ status: 503 })),
    )

    await expect(get()).rejects.toThrow(UnreachableError)
    expect(ended).not.toHaveBeenCalled()
  })

  it('leaves a refused sign-in alone', async () => {
    const refreshed = vi.fn()
    server.use(
      http.post('*/api/v1/sessions', () => problem({ status: 401 })),
      http.post(REFRESH, refreshed),
    )

    const answer = await sessionFetch(
      new Request(new URL('/api/v1/sessions', location.origin), { method: 'POST' }),
    )

    expect(answer.status).toBe(401)
    expect(refreshed).not.toHaveBeenCalled()
    expect(ended).not.toHaveBeenCalled()
  })
})

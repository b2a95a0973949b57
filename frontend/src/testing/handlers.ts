import { http, HttpResponse, type RequestHandler } from 'msw'

import type { Dashboard, Endpoint, OverviewItem, Problem, Statistics, User } from '@/lib/api/models'
import {
  makeOverviewItem,
  makeProblem,
  NOW,
  makeSeries,
  makeTotals,
  makeUser,
  makeValues,
} from '@/testing/factories'

const API = '*/api/v1'

export function problem(given: Partial<Problem>) {
  const body = makeProblem(given)
  return HttpResponse.json(body, {
    status: body.status,
    headers: { 'Content-Type': 'application/problem+json' },
  })
}

const noSession = () =>
  problem({ type: '/problems/unauthenticated', status: 401, detail: 'Sign in, or send an API key.' })

export function signedIn(user: User = makeUser()): RequestHandler {
  return http.get(`${API}/users/me`, () => HttpResponse.json(user))
}

export function signedOut(): RequestHandler[] {
  return [http.get(`${API}/users/me`, noSession), http.post(`${API}/sessions/refresh`, noSession)]
}

/** All dashboards at a glance, in pages of `pageSize`, as cursors lead through them. */
export function overview(all: OverviewItem[], pageSize = 200): RequestHandler {
  return http.get(`${API}/overview`, ({ request }) => {
    const start = Number(new URL(request.url).searchParams.get('cursor') ?? 0)
    const end = start + pageSize
    return HttpResponse.json({
      start: new Date(NOW).toISOString(),
      items: all.slice(start, end),
      next_cursor: end < all.length ? String(end) : null,
    })
  })
}

/** The same of dashboards whose last day does not matter. */
export function dashboards(all: Dashboard[], pageSize?: number): RequestHandler {
  return overview(
    all.map((each) => makeOverviewItem({ dashboard: each })),
    pageSize,
  )
}

export interface Answers {
  dashboard: Dashboard
  series?: Statistics
  totals?: Statistics
  endpoints?: Endpoint[]
  /** Each question that was asked about this dashboard, as its URL's parameters. */
  asked?: (question: URLSearchParams) => void
}

export function dashboard({
  dashboard: row,
  series,
  totals,
  endpoints = [],
  asked,
}: Answers): RequestHandler[] {
  const slices = series ?? makeSeries([makeValues({ total_visits: 10 }), makeValues({ total_visits: 42 })])
  const whole = totals ?? makeTotals(makeValues())
  return [
    http.get(`${API}/dashboards/${row.id}`, ({ request }) => {
      const question = new URL(request.url).searchParams
      asked?.(question)
      if (!question.has('statistic')) return HttpResponse.json({ ...row, statistics: null })
      return HttpResponse.json({ ...row, statistics: question.has('timeslice') ? slices : whole })
    }),
    http.get(`${API}/dashboards/${row.id}/endpoints`, () =>
      HttpResponse.json({ start: whole.start, end: whole.end, items: endpoints }),
    ),
  ]
}

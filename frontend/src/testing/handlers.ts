import { http, HttpResponse, type RequestHandler } from 'msw'

import type { AskedPanel } from '@/lib/api/ask-panel'
import type {
  Breakdown,
  Dashboard,
  Endpoint,
  OverviewItem,
  Problem,
  Statistics,
  User,
} from '@/lib/api/models'
import {
  makeBreakdown,
  makeOverviewItem,
  makeProblem,
  makeSeries,
  makeTotals,
  makeUser,
  makeValues,
  NOW,
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
  breakdowns?: Partial<Record<Breakdown['by'], Breakdown>>
  endpoints?: Endpoint[]
  /** Each panel that was asked for. */
  asked?: (panel: AskedPanel) => void
  /** The dashboard itself was asked for. */
  askedDashboard?: () => void
}

export function dashboard({
  dashboard: row,
  series,
  totals,
  breakdowns = {},
  endpoints = [],
  asked,
  askedDashboard,
}: Answers): RequestHandler[] {
  const slices = series ?? makeSeries([makeValues({ total_visits: 10 }), makeValues({ total_visits: 42 })])
  const whole = totals ?? makeTotals(makeValues())
  const answer = (panel: AskedPanel) => {
    asked?.(panel)
    switch (panel.kind) {
      case 'series':
        return { kind: 'series', answer: slices }
      case 'value':
        return { kind: 'value', answer: whole }
      case 'breakdown':
        return { kind: 'breakdown', answer: breakdowns[panel.by] ?? makeBreakdown(panel.by) }
      default:
        return { kind: 'problem', problem: makeProblem({ detail: `No test answers a ${panel.kind}.` }) }
    }
  }
  return [
    http.get(`${API}/dashboards/${row.id}`, () => {
      askedDashboard?.()
      return HttpResponse.json({ ...row, statistics: null })
    }),
    http.post(`${API}/dashboards/${row.id}/query`, async ({ request }) => {
      const { panels } = (await request.json()) as { panels: Record<string, AskedPanel> }
      const answers = Object.entries(panels).map(([name, panel]) => [name, answer(panel)])
      return HttpResponse.json({ applied_sequence: 7, panels: Object.fromEntries(answers) })
    }),
    http.get(`${API}/dashboards/${row.id}/endpoints`, () =>
      HttpResponse.json({ start: whole.start, end: whole.end, items: endpoints }),
    ),
  ]
}

import { http, HttpResponse, type RequestHandler } from 'msw'

import type { AskedPanel } from '@/lib/api/ask-panel'
import type {
  Breakdown,
  Dashboard,
  Downtime,
  Endpoint,
  EndpointBoxplots,
  EndpointChange,
  EndpointWithStatistics,
  Heatmap,
  Matrix,
  VersionBoxplots,
  Problem,
  Statistics,
  User,
} from '@/lib/api/models'
import { makeDetail, makeDowntime } from '@/testing/detail-factories'
import { makeBreakdown, makeProblem, makeSeries, makeTotals, makeUser, makeValues } from '@/testing/factories'

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

/** The list in pages of `pageSize`, as cursors lead through it. */
export function dashboards(all: Dashboard[], pageSize = 200): RequestHandler {
  return http.get(`${API}/dashboards`, ({ request }) => {
    const start = Number(new URL(request.url).searchParams.get('cursor') ?? 0)
    const end = start + pageSize
    return HttpResponse.json({
      items: all.slice(start, end),
      next_cursor: end < all.length ? String(end) : null,
    })
  })
}

export interface Answers {
  dashboard: Dashboard
  series?: Statistics
  totals?: Statistics
  breakdowns?: Partial<Record<Breakdown['by'], Breakdown>>
  detail?: Parameters<typeof makeDetail>[1]
  downtime?: Downtime
  endpoints?: Endpoint[]
  /** Answers to panels of all other kinds. */
  panels?: { heatmap?: Heatmap; versions?: VersionBoxplots; matrix?: Matrix; boxplots?: EndpointBoxplots }
  /** Each panel that was asked for. */
  asked?: (panel: AskedPanel) => void
  /** The kinds of the panels that were asked for in one request. */
  askedTogether?: (kinds: string[]) => void
  /** The dashboard itself was asked for. */
  askedDashboard?: () => void
}

export function dashboard({
  dashboard: row,
  series,
  totals,
  breakdowns = {},
  detail,
  downtime,
  endpoints = [],
  panels: given = {},
  asked,
  askedTogether,
  askedDashboard,
}: Answers): RequestHandler[] {
  const slices = series ?? makeSeries([makeValues({ total_visits: 10 }), makeValues({ total_visits: 42 })])
  const whole = totals ?? makeTotals(makeValues())
  const range = { start: whole.start, end: whole.end }
  const answer = (panel: AskedPanel) => {
    asked?.(panel)
    switch (panel.kind) {
      case 'series':
        return { kind: 'series', answer: slices }
      case 'value':
        return { kind: 'value', answer: whole }
      case 'breakdown':
        return { kind: 'breakdown', answer: breakdowns[panel.by] ?? makeBreakdown(panel.by) }
      case 'heatmap':
        return {
          kind: 'heatmap',
          answer: given.heatmap ?? { ...range, statistic: panel.statistic, days: [] },
        }
      case 'boxplots':
      case 'versions':
        return { kind: panel.kind, answer: given[panel.kind] ?? { ...range, items: [] } }
      case 'matrix':
        return { kind: 'matrix', answer: given.matrix ?? { ...range, by: panel.by, versions: [], rows: [] } }
      case 'boxplot':
        return { kind: 'problem', problem: makeProblem({ detail: 'No page asks for this.' }) }
    }
  }
  return [
    http.get(`${API}/dashboards/${row.id}`, () => {
      askedDashboard?.()
      return HttpResponse.json(makeDetail(row, detail))
    }),
    http.post(`${API}/dashboards/${row.id}/query`, async ({ request }) => {
      const { panels } = (await request.json()) as { panels: Record<string, AskedPanel> }
      askedTogether?.(Object.values(panels).map(({ kind }) => kind))
      const answers = Object.entries(panels).map(([name, panel]) => [name, answer(panel)] as const)
      return HttpResponse.json({ applied_sequence: 7, panels: Object.fromEntries(answers) })
    }),
    http.get(`${API}/dashboards/${row.id}/downtime`, () => HttpResponse.json(downtime ?? makeDowntime())),
    http.get(`${API}/dashboards/${row.id}/endpoints`, () =>
      HttpResponse.json({ start: whole.start, end: whole.end, items: endpoints }),
    ),
  ]
}

/** What the page of an endpoint asks for beside its panels. */
export function endpoint(
  dashboardId: string,
  given: Partial<EndpointWithStatistics> = {},
  changes: () => EndpointChange[] = () => [],
): RequestHandler[] {
  return [
    http.get(`${API}/dashboards/${dashboardId}/endpoint`, () =>
      HttpResponse.json({
        name: 'cart/<id>',
        monitor_level: 2,
        added_at: '2026-11-02T08:00:00Z',
        version_added: '1.0',
        last_requested_at: '2026-11-21T12:00:00Z',
        statistics: null,
        ...given,
      }),
    ),
    http.get(`${API}/dashboards/${dashboardId}/endpoint-changes`, () =>
      HttpResponse.json({ items: changes(), next_cursor: null }),
    ),
  ]
}

import { http, HttpResponse, type RequestHandler } from 'msw'

import type { Widget } from '@/lib/api/models'

export const WIDGETS = '*/api/v1/dashboards/:id/widgets'
export const WIDGET_PREVIEW = '*/api/v1/dashboards/:id/widget-preview'

export function makeWidget(given: Partial<Widget> = {}): Widget {
  return {
    id: 'e0000000-0000-4000-8000-000000000001',
    title: 'Visits today',
    definition: {
      kind: 'number',
      statistic: 'total_visits',
      filters: { endpoint: 'home' },
      // That no field can say.
      range: { last: { count: 90, unit: 'day' } },
      previous: true,
    },
    url: 'https://pydash.example/api/v1/widgets/e0000000-0000-4000-8000-000000000001/feed',
    key: 'the-key-of-the-widget',
    has_password: false,
    created_at: '2026-11-21T12:00:00Z',
    ...given,
  }
}

export function widgets(items: Widget[]): RequestHandler {
  return http.get(WIDGETS, () => HttpResponse.json({ items }))
}

export function previews(document: Record<string, unknown> = { item: [{ value: 42 }] }): RequestHandler {
  return http.post(WIDGET_PREVIEW, () => HttpResponse.json({ document }))
}

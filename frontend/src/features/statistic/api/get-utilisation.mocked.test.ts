import { QueryClient } from '@tanstack/react-query'
import { expect, it, vi } from 'vitest'

import { utilisationQuery } from '@/features/statistic/api/get-utilisation'
import { askPanel } from '@/lib/api/ask-panel'
import { makeBreakdown, makeBreakdownRow } from '@/testing/factories'

vi.mock('@/lib/api/ask-panel')

it('asks for hours where it shows days: the API would begin at midnight, before the chosen time', async () => {
  const answer = makeBreakdown('endpoint', {
    slices: ['2026-11-15T21', '2026-11-15T22', '2026-11-15T23'].map((hour) => ({
      slice: hour,
      start: `${hour}:00:00Z`,
    })),
    rows: [makeBreakdownRow('home', 6, { slices: [1, 2, 3].map((total_visits) => ({ total_visits })) })],
  })
  vi.mocked(askPanel).mockResolvedValue(answer)
  const question = { dashboardId: 'x', view: { range: '7d' as const }, known: undefined }

  const { answer: shown } = await new QueryClient().query(utilisationQuery(question))

  expect(vi.mocked(askPanel).mock.lastCall?.[1]).toMatchObject({ timeslice: 'hour', granularity: 'hour' })
  expect(shown.slice).toBe('day')
  expect(shown.breakdown.rows[0]?.slices).toEqual([{ total_visits: 3 }, { total_visits: 3 }])
})

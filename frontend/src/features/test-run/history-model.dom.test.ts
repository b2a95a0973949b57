import { describe, expect, it } from 'vitest'

import { timeTable } from '@/components/chart/time-table'
import { historyModel } from '@/features/test-run/history-model'
import type { TestHistory } from '@/lib/api/models'

const RUN = { version: '1.3.0', median_ms: 5, slowest_ms: 9 }

describe('the runs of a test as a file', () => {
  it('have the moments at which they started, and say what times are in', () => {
    const items = [
      { ...RUN, started_at: '2026-11-01T09:30:00Z' },
      { ...RUN, started_at: '2026-11-20T09:30:00Z' },
    ] as TestHistory['items']
    const { rows, columns } = timeTable(historyModel({ name: 'test_a', items }, 100))
    expect(rows.map(({ plain }) => plain)).toEqual(['2026-11-01T10:30:00+01:00', '2026-11-20T10:30:00+01:00'])
    expect(columns.map(({ unit }) => unit)).toEqual(['ms', 'ms'])
  })
})

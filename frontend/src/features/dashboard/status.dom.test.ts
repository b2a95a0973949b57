import { describe, expect, it } from 'vitest'

import { statusOf } from '@/features/dashboard/status'
import type { Dashboard } from '@/lib/api/models'
import { makeDashboard } from '@/testing/factories'

function reading(progress: Partial<Dashboard['progress']>): Dashboard {
  return makeDashboard({
    state: 'initialized_endpoints',
    progress: { ...makeDashboard().progress, ...progress },
  })
}

describe('the state of a dashboard', () => {
  it.each([
    ['not_initialized', 'waiting', 'Connecting'],
    ['initialized_endpoint_calls', 'live', 'Live'],
    ['fetched_endpoint_calls', 'live', 'Live'],
  ] as const)('%s is %s: %s', (state, tone, label) => {
    expect(statusOf(makeDashboard({ state }))).toEqual({ tone, label, progress: null, trouble: null })
  })

  it.each([
    ['initialize_endpoints_failure', 'Cannot connect'],
    ['initialize_endpoint_calls_failure', 'Reading history failed'],
    ['fetch_endpoint_calls_failure', 'Fetching new calls failed'],
  ] as const)('%s needs somebody: %s', (state, label) => {
    const status = statusOf(
      makeDashboard({ state, error: 'timeout', error_detail: 'No answer within 30 s.' }),
    )
    expect(status).toMatchObject({ tone: 'alarm', label, trouble: 'No answer within 30 s.' })
  })

  it('is no alarm any more once the error is gone, whatever the state is still called', () => {
    expect(statusOf(makeDashboard({ state: 'fetch_endpoint_calls_failure' })).tone).toBe('live')
  })
})

describe('how much of the history is read', () => {
  it('counts calls where the source said how many it has', () => {
    expect(statusOf(reading({ published_calls: 1, source_total: 8 })).progress).toBe(0.12)
  })

  it('goes by time where it did not', () => {
    const half = reading({ source_total: null, watermark: '2026-11-06T00:00:00Z' })
    expect(statusOf(half)).toMatchObject({ progress: 0.5, label: 'Reading history, 50%' })
  })

  it('is never all before it is', () => {
    expect(statusOf(reading({ published_calls: 1300, source_total: 1234 })).progress).toBe(0.99)
  })

  it('is nothing before anything is known', () => {
    const unknown = reading({ source_total: null, history_from: null, history_until: null, watermark: null })
    expect(statusOf(unknown).progress).toBe(0)
  })
})

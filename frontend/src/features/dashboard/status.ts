import { messages } from '@/features/dashboard/messages'
import type { Dashboard } from '@/lib/api/models'
import { formatFraction } from '@/lib/format/number'

/** Alarm is what needs somebody; it comes first. */
export const TONES = ['alarm', 'waiting', 'live'] as const
export type Tone = (typeof TONES)[number]

export interface Status {
  tone: Tone
  label: string
  /** How much of the history is read, from 0 to 1; null where that is not what it is about. */
  progress: number | null
  /** What went wrong and what to do about it. */
  trouble: string | null
}

type Phase = 'connecting' | 'history' | 'live'

const PHASES: Record<Dashboard['state'], Phase> = {
  not_initialized: 'connecting',
  initialize_endpoints_failure: 'connecting',
  initialized_endpoints: 'history',
  initialize_endpoint_calls_failure: 'history',
  initialized_endpoint_calls: 'live',
  fetched_endpoint_calls: 'live',
  fetch_endpoint_calls_failure: 'live',
}

/** A dashboard's state in words its owner understands. */
export function statusOf(dashboard: Dashboard): Status {
  const phase = PHASES[dashboard.state]
  const progress = phase === 'history' ? historyRead(dashboard) : null
  // The state keeps the name of the last failure until the next success; only an error says that it lasts.
  if (dashboard.error !== null) {
    const trouble = dashboard.error_detail ?? dashboard.error
    return { tone: 'alarm', label: messages.failures[phase], progress, trouble }
  }
  const label = progress === null ? messages.phases[phase] : messages.readingHistory(formatFraction(progress))
  return { tone: phase === 'live' ? 'live' : 'waiting', label, progress, trouble: null }
}

/** By calls where the source said how many it has, else by time; never quite all until it is. */
function historyRead({ progress }: Dashboard): number {
  const { published_calls, source_total } = progress
  const fraction = source_total ? published_calls / source_total : timeRead(progress)
  return Math.floor(Math.min(Math.max(fraction, 0), 0.99) * 100) / 100
}

function timeRead({ history_from, history_until, watermark }: Dashboard['progress']): number {
  if (history_from === null || history_until === null || watermark === null) return 0
  const from = Date.parse(history_from)
  const span = Date.parse(history_until) - from
  return span > 0 ? (Date.parse(watermark) - from) / span : 0
}

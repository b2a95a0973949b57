import { panelQuery } from '@/features/statistic/api/panel-query'
import { floorTo, moved } from '@/features/statistic/calendar'
import type { AskedNow, Question } from '@/features/statistic/question'
import { askPanel } from '@/lib/api/ask-panel'
import type { Heatmap, StatisticName } from '@/lib/api/models'

// More than a quarter is no longer told apart hour by hour.
export const HEATMAP_DAYS_MAX = 92

export interface HeatmapAnswer {
  heatmap: Heatmap
  /** The view is longer than what is shown of it: the last days. */
  isCut: boolean
}

/** One statistic of every hour of every day. */
export function heatmapQuery(question: Question, statistic: StatisticName) {
  const { dashboardId } = question
  return panelQuery(question, `heatmap of ${statistic}`, async (asked, signal): Promise<HeatmapAnswer> => {
    const { fields, isCut } = lastDays(asked)
    return { isCut, heatmap: await askPanel(dashboardId, { kind: 'heatmap', ...fields, statistic }, signal) }
  })
}

function lastDays({ span, fields }: AskedNow) {
  const lastDay = floorTo(span.untilMs === null ? Date.now() : span.untilMs - 1, 'day')
  const startMs = moved(lastDay, 'day', 1 - HEATMAP_DAYS_MAX)
  if (span.startMs >= startMs) return { fields, isCut: false }
  const start_date = new Date(startMs).toISOString()
  return { fields: { ...fields, start_date, granularity: 'day' as const }, isCut: true }
}

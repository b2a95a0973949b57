import { panelQuery } from '@/features/statistic/api/panel-query'
import type { Question } from '@/features/statistic/question'
import { askPanel } from '@/lib/api/ask-panel'
import type { Box } from '@/lib/api/models'

export interface NamedBox {
  name: string
  box: Box
}

/** How the execution times of each endpoint are spread, most calls first. */
export function endpointBoxplotsQuery(question: Question) {
  return panelQuery(question, 'boxplots of endpoints', async ({ fields }, signal): Promise<NamedBox[]> => {
    const { items } = await askPanel(question.dashboardId, { kind: 'boxplots', ...fields }, signal)
    return items.map(({ endpoint, box }) => ({ name: endpoint, box }))
  })
}

/** How those of each version are spread, in order of their first calls. */
export function versionBoxplotsQuery(question: Question) {
  return panelQuery(question, 'boxplots of versions', async ({ fields }, signal): Promise<NamedBox[]> => {
    const { items } = await askPanel(question.dashboardId, { kind: 'versions', ...fields }, signal)
    return items.map(({ version, box }) => ({ name: version, box }))
  })
}

import { ApiError } from '@/lib/api/api-error'
import { api, dataOf } from '@/lib/api/client'
import type { components } from '@/lib/api/schema'

export type AskedPanel = components['schemas']['DashboardQuery']['panels'][string]
type PanelAnswer = components['schemas']['BatchRead']['panels'][string]
type AnswerOf<Kind> = Extract<PanelAnswer, { kind: Kind; answer: unknown }>['answer']

// As many as the API answers at once.
const PANELS_MAX = 40

interface Waiting {
  panel: AskedPanel
  signal: AbortSignal
  resolve: (answer: unknown) => void
  reject: (error: unknown) => void
}

const waiting = new Map<string, Waiting[]>()

/**
 * Asks for one panel of a dashboard. All that is asked for in the same moment goes in one request, and is answered
 * from the same data; one that cannot be answered raises its own ApiError and spoils none of the others.
 */
export async function askPanel<Asked extends AskedPanel>(
  dashboardId: string,
  panel: Asked,
  signal: AbortSignal,
): Promise<AnswerOf<Asked['kind']>> {
  const answer = await new Promise((resolve, reject) => {
    join(dashboardId, { panel, signal, resolve, reject })
  })
  // The API answers each panel in the kind that was asked for, or with a problem.
  return answer as AnswerOf<Asked['kind']>
}

function join(dashboardId: string, asker: Waiting): void {
  const others = waiting.get(dashboardId)
  if (others !== undefined) {
    others.push(asker)
    return
  }
  const all = [asker]
  waiting.set(dashboardId, all)
  // Before what else the moment brings, such as drawing the page for a new question: that takes longer than to send it.
  queueMicrotask(() => {
    waiting.delete(dashboardId)
    for (let start = 0; start < all.length; start += PANELS_MAX) {
      void askTogether(dashboardId, all.slice(start, start + PANELS_MAX))
    }
  })
}

async function askTogether(dashboardId: string, asked: readonly Waiting[]): Promise<void> {
  const wanted = asked.filter(({ signal }) => !signal.aborted)
  if (wanted.length === 0) return
  try {
    const { panels } = await dataOf(
      api.POST('/api/v1/dashboards/{dashboard_id}/query', {
        params: { path: { dashboard_id: dashboardId } },
        body: { panels: Object.fromEntries(wanted.map(({ panel }, index) => [String(index), panel])) },
        signal: whenAllAborted(wanted.map(({ signal }) => signal)),
      }),
    )
    wanted.forEach(({ resolve, reject }, index) => {
      const answer = panels[String(index)]
      if (answer === undefined) reject(new Error('The API left a panel out.'))
      else if (answer.kind === 'problem') reject(new ApiError(answer.problem))
      else resolve(answer.answer)
    })
  } catch (error) {
    for (const { reject } of wanted) reject(error)
  }
}

/** Nobody waits any more: each gave up, or asked anew. */
function whenAllAborted(signals: readonly AbortSignal[]): AbortSignal {
  const controller = new AbortController()
  let left = signals.length
  for (const signal of signals) {
    signal.addEventListener(
      'abort',
      () => {
        left -= 1
        if (left === 0) controller.abort()
      },
      { once: true },
    )
  }
  return controller.signal
}

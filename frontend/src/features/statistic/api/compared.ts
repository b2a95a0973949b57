import { ApiError } from '@/lib/api/api-error'
import type { Statistics } from '@/lib/api/models'

/** What a view is compared with: null where nothing is, and the API's words where it cannot be answered. */
export interface Compared {
  statistics: Statistics | null
  problem: string | null
}

/** What is compared with must not take away what is compared: its problem is told beside it. */
export async function comparedWith<Asked>(
  asked: Asked | undefined,
  ask: (asked: Asked) => Promise<Statistics>,
): Promise<Compared> {
  if (asked === undefined) return { statistics: null, problem: null }
  try {
    return { statistics: await ask(asked), problem: null }
  } catch (error) {
    if (error instanceof ApiError) return { statistics: null, problem: error.problem.detail }
    throw error
  }
}

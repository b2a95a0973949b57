import { ApiError } from '@/lib/api/api-error'

/** An answer, or the API's words where there is none. */
export interface Settled<Data> {
  answer: Data | null
  problem: string | null
}

/** What stands beside something else must not take that away: its problem is told in its place. */
export async function settled<Data>(asked: Promise<Data> | undefined): Promise<Settled<Data>> {
  try {
    return { answer: (await asked) ?? null, problem: null }
  } catch (error) {
    if (error instanceof ApiError) return { answer: null, problem: error.problem.detail }
    throw error
  }
}

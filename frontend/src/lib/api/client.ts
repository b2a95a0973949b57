import createClient from 'openapi-fetch'

import { toApiError } from '@/lib/api/api-error'
import type { paths } from '@/lib/api/schema'
import { sessionFetch } from '@/lib/api/session-fetch'

export const api = createClient<paths>({ baseUrl: location.origin, fetch: sessionFetch })

interface Answer<Data> {
  data?: Data
  error?: unknown
  response: Response
}

/** The data of an answer. Raises ApiError for a problem, UnreachableError for silence. */
export async function dataOf<Data>(pending: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await pending
  if (!response.ok) throw toApiError(error, response)
  return data as Data
}

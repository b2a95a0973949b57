import createClient from 'openapi-fetch'

import { toApiError } from '@/lib/api/api-error'
import type { paths } from '@/lib/api/schema'
import { sessionFetch } from '@/lib/api/session-fetch'

/** A client whose requests are sent by `fetch`. */
export function clientOf(fetch: (request: Request) => Promise<Response>) {
  return createClient<paths>({ baseUrl: location.origin, fetch })
}

export type ApiClient = ReturnType<typeof clientOf>

/** For whoever is signed in here. */
export const api = clientOf(sessionFetch)

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

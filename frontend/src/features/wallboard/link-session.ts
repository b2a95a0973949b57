import { ApiError } from '@/lib/api/api-error'
import { type ApiClient, clientOf, dataOf } from '@/lib/api/client'
import { reach } from '@/lib/api/session-fetch'

/**
 * Reads one dashboard by a link, without anybody signed in. Its secret goes to the API in the body of a request alone:
 * addresses are written into the logs of servers.
 */
export class LinkSession {
  readonly client: ApiClient
  readonly #opening: ApiClient
  readonly #secret: string
  #password: string | undefined
  #accessToken: string | undefined

  constructor(secret: string) {
    this.#secret = secret
    this.#opening = clientOf(reach)
    this.client = clientOf((request) => this.#fetch(request))
  }

  /** Raises ApiError where the link does not work, or where its password is needed or wrong. */
  async open(password = this.#password): Promise<void> {
    const body = { token: this.#secret, ...(password === undefined ? {} : { password }) }
    const { access_token } = await dataOf(this.#opening.POST('/api/v1/link-sessions', { body }))
    this.#password = password
    this.#accessToken = access_token
  }

  /** A wallboard outlives the session that it was opened with: that one is opened again, once. */
  async #fetch(request: Request): Promise<Response> {
    const again = request.clone()
    if (this.#accessToken === undefined) await this.open()
    const response = await this.#reach(request)
    if (response.status !== 401) return response
    await this.open()
    return this.#reach(again)
  }

  #reach(request: Request): Promise<Response> {
    request.headers.set('Authorization', `Bearer ${this.#accessToken ?? ''}`)
    return reach(request)
  }
}

export function needsPassword(error: Error | null): boolean {
  return error instanceof ApiError && error.problem.type === '/problems/link-password-needed'
}

/** Whether there is no use in trying again: the link was revoked, or has expired. */
export function isDead(error: Error | null): boolean {
  return error instanceof ApiError && error.problem.type === '/problems/link-invalid'
}

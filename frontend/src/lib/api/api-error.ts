import type { Problem } from '@/lib/api/models'

/** An answer of the API that says no, as RFC 9457 problem details. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }

  get status(): number {
    return this.problem.status
  }

  /** What the API says about one field of the request's body, or undefined. */
  fieldError(field: string): string | undefined {
    return this.problem.errors?.find((error) => error.pointer === `#/body/${field}`)?.detail
  }
}

/** What is wrong with one field of what was sent, if it is that. */
export function fieldError(error: Error | null, field: string): string | undefined {
  return error instanceof ApiError ? error.fieldError(field) : undefined
}

/** Whether what was asked for is not there, or not the user's to see; or its id is none at all. */
export function isNoSuch(error: Error | null): boolean {
  return error instanceof ApiError && [404, 422].includes(error.status)
}

/** No answer at all: the network, or PyDash itself, is away. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError'
}

/** The problem in an answer's body; one made from its status where a proxy in between answered instead. */
export function toApiError(body: unknown, response: Response): ApiError {
  if (isProblem(body)) return new ApiError(body)
  return new ApiError({
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    detail: `PyDash answered with status ${response.status}.`,
    instance: response.headers.get('X-Request-Id') ?? '',
  })
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'detail' in body && 'status' in body
}

import type { components } from '../ports/contract/generated/types.ts'
import { readRetryAfterMs } from '../ports/retry/retry-after.ts'

type Problem = components['schemas']['Problem']

/**
 * A code of the service, or one of the client. network: no answer, or an incomplete one; timeout: no answer in time;
 * unexpected-answer: the answer is not from Groundswell (but from a proxy or another program).
 */
export type ProblemCode = Problem['code'] | 'network' | 'timeout' | 'unexpected-answer'

interface Details {
  readonly status?: number
  readonly problem?: Problem
  readonly retryAfterSeconds?: number
  readonly cause?: unknown
}

/** The error of every failed call, except calls that end by their signal. */
export class GroundswellError extends Error {
  override readonly name = 'GroundswellError'
  readonly code: ProblemCode
  /** The HTTP status. Null: no answer arrived. */
  readonly status: number | null
  /** JSON pointer into the body, or the name of a header or parameter. */
  readonly field: string | null
  /** Every fault of the request, if there are several. Empty if there is only one. */
  readonly faults: readonly { readonly field: string; readonly reason: string }[]
  /** The id of the request in the log of the service. */
  readonly requestId: string | null
  /** How long to wait before the next attempt, if the service states it. */
  readonly retryAfterSeconds: number | null

  constructor(code: ProblemCode, reason: string, details: Details = {}) {
    super(reason, { cause: details.cause })
    const { status, problem, retryAfterSeconds } = details
    this.code = code
    this.status = status ?? null
    this.field = problem?.field ?? null
    this.faults = problem?.faults ?? []
    this.requestId = problem?.requestId ?? null
    this.retryAfterSeconds = retryAfterSeconds ?? null
  }
}

/** Builds the error of an unsuccessful response. `text` is its body. */
export function toResponseError(response: Response, text: string): GroundswellError {
  const { status } = response
  const retryAfterMs = readRetryAfterMs(response.headers.get('retry-after'), Date.now())
  const details = { status, ...(retryAfterMs === null ? {} : { retryAfterSeconds: retryAfterMs / 1_000 }) }
  const problem = readProblem(text)
  if (problem) return new GroundswellError(problem.code, problem.detail, { ...details, problem })
  return new GroundswellError('unexpected-answer', `${response.url} returned status ${status}`, details)
}

function readProblem(text: string): Problem | null {
  try {
    const value: Problem | null = JSON.parse(text)
    return typeof value?.code === 'string' && typeof value.detail === 'string' ? value : null
  } catch {
    return null
  }
}

/** The delay that the service requests with this error (Retry-After). Null: none. */
export function retryAfterMs(error: unknown): number | null {
  const seconds = error instanceof GroundswellError ? error.retryAfterSeconds : null
  return seconds === null ? null : seconds * 1_000
}

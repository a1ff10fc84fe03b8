import type { components } from '../ports/contract/generated/types.ts'
import { readRetryAfterMs } from '../ports/retry/retry-after.ts'

type Problem = components['schemas']['Problem']

/**
 * What went wrong: a code of the service's closed list, or one of the way there. network: no answer, or one cut short;
 * timeout: none in time; unexpected-answer: not from Groundswell (a proxy, another program).
 */
export type ProblemCode = Problem['code'] | 'network' | 'timeout' | 'unexpected-answer'

interface Details {
  readonly status?: number
  readonly problem?: Problem
  readonly retryAfterSeconds?: number
  readonly cause?: unknown
}

/** What every call of the client rejects with, but for a signal's own reason. */
export class GroundswellError extends Error {
  override readonly name = 'GroundswellError'
  readonly code: ProblemCode
  /** The HTTP status; null where no answer came. */
  readonly status: number | null
  /** JSON pointer into the body, or the name of a header or parameter. */
  readonly field: string | null
  /** Every fault found; empty where there is but one. */
  readonly faults: readonly { readonly field: string; readonly reason: string }[]
  /** What the service's log has it under. */
  readonly requestId: string | null
  /** Before that, the same will come out. */
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

/** The error of an answer that is not a success; `text` is its body. */
export function toError(response: Response, text: string): GroundswellError {
  const { status } = response
  const retryAfterMs = readRetryAfterMs(response.headers.get('retry-after'), Date.now())
  const details = { status, ...(retryAfterMs === null ? {} : { retryAfterSeconds: retryAfterMs / 1_000 }) }
  const problem = readProblem(text)
  if (problem) return new GroundswellError(problem.code, problem.detail, { ...details, problem })
  return new GroundswellError('unexpected-answer', `${response.url} answered with ${status}`, details)
}

function readProblem(text: string): Problem | null {
  try {
    const value = JSON.parse(text) as Partial<Problem> | null
    return typeof value?.code === 'string' && typeof value.detail === 'string' ? (value as Problem) : null
  } catch {
    return null
  }
}

/** What the service asked for with this error (Retry-After). */
export function retryAfterMs(error: unknown): number | null {
  const seconds = error instanceof GroundswellError ? error.retryAfterSeconds : null
  return seconds === null ? null : seconds * 1_000
}

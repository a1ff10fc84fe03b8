/**
 * All error codes, by kind.
 * caller: the request is wrong; the same request fails again. unavailable: a dependency is down or busy; retry.
 * internal: a bug; the log has the stack.
 */
export const errorKinds = {
  'invalid-body': 'caller',
  'invalid-field': 'caller',
  'unknown-field': 'caller',
  'invalid-header': 'caller',
  'invalid-query': 'caller',
  'invalid-cursor': 'caller',
  'unsupported-media-type': 'caller',
  'body-too-large': 'caller',
  'headers-too-large': 'caller',
  'request-timeout': 'caller',
  'not-acceptable': 'caller',
  unauthorized: 'caller',
  'forbidden-host': 'caller',
  'forbidden-origin': 'caller',
  'wrong-csrf-token': 'caller',
  forbidden: 'caller',
  'not-found': 'caller',
  'method-not-allowed': 'caller',
  conflict: 'caller',
  'idempotency-key-reused': 'caller',
  'outcome-too-small': 'caller',
  'outcome-contradicts-input': 'caller',
  'unknown-predictor': 'caller',
  'unknown-version': 'caller',
  'damaged-version': 'caller',
  'nothing-to-roll-back-to': 'caller',
  'already-serving': 'caller',
  'gate-not-passed': 'caller',
  'invalid-configuration': 'caller',
  'data-folder-in-use': 'caller',
  'data-folder-newer': 'caller',
  'too-many-wrong-keys': 'unavailable',
  'too-many-requests': 'unavailable',
  'backlog-full': 'unavailable',
  overloaded: 'unavailable',
  'storage-full': 'unavailable',
  'database-unavailable': 'unavailable',
  'queue-unavailable': 'unavailable',
  'stream-unavailable': 'unavailable',
  'blobs-unavailable': 'unavailable',
  'predictor-unavailable': 'unavailable',
  'thread-crashed': 'unavailable',
  'deadline-passed': 'unavailable',
  'shutting-down': 'unavailable',
  internal: 'internal'
} as const

export type ErrorCode = keyof typeof errorKinds

interface ErrorDetails {
  /** JSON pointer or name of the wrong value: '/events/3/time', 'PORT', 'Idempotency-Key'. */
  readonly field?: string
  readonly retryAfterSeconds?: number
  readonly cause?: unknown
  /** All faults, where several are reported at once. */
  readonly faults?: readonly { readonly field: string; readonly reason: string }[]
}

/** Whether a retry may succeed because a dependency is down. False: a retry fails again. */
export function isUnavailable(error: unknown): error is Failure {
  return error instanceof Failure && error.kind === 'unavailable'
}

/** The error that areas throw to one another. api maps its code to an HTTP status, cli to an exit code. */
export class Failure extends Error {
  readonly code: ErrorCode
  readonly field: string | undefined
  readonly retryAfterSeconds: number | undefined
  readonly faults: readonly { readonly field: string; readonly reason: string }[]

  constructor(code: ErrorCode, reason: string, details: ErrorDetails = {}) {
    super(reason, { cause: details.cause })
    this.name = 'Failure'
    this.code = code
    this.field = details.field
    this.retryAfterSeconds = details.retryAfterSeconds
    this.faults = details.faults ?? []
  }

  get kind(): 'caller' | 'unavailable' | 'internal' {
    return errorKinds[this.code]
  }
}

import type { components } from '../../ports/contract/generated/types.ts'
import { type ErrorCode, errorKinds, type Failure } from '../../ports/errors.ts'

type Problem = components['schemas']['Problem']

/** The one place where codes become HTTP numbers. */
export const statuses: Readonly<Record<ErrorCode, { readonly status: number; readonly title: string }>> = {
  'invalid-body': { status: 400, title: 'The body cannot be read' },
  'invalid-field': { status: 400, title: 'A field has a value it may not have' },
  'unknown-field': { status: 400, title: 'There is no such field' },
  'invalid-header': { status: 400, title: 'A header has a value it may not have' },
  'invalid-query': { status: 400, title: 'A query parameter is wrong' },
  'invalid-cursor': { status: 400, title: 'The list was rebuilt since the cursor was given' },
  'unsupported-media-type': {
    status: 415,
    title: 'The body has another content type than the operation takes'
  },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive' },
  'not-acceptable': { status: 406, title: 'The answer has none of the accepted types' },
  unauthorized: { status: 401, title: 'An API key is needed' },
  'forbidden-host': { status: 403, title: 'This host name is not served' },
  'forbidden-origin': { status: 403, title: 'This origin may not call' },
  'wrong-csrf-token': { status: 403, title: 'The token of the session is missing or wrong' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'The path has no such method' },
  conflict: { status: 409, title: 'The state of things does not allow it' },
  'idempotency-key-reused': { status: 422, title: 'The idempotency key was used with another body' },
  'outcome-too-small': { status: 422, title: 'The final size is less than what was seen' },
  'outcome-contradicts-input': { status: 422, title: 'The outcome contradicts what was asked' },
  'unknown-predictor': { status: 404, title: 'There is no such predictor' },
  'unknown-version': { status: 404, title: 'There is no such model version' },
  'damaged-version': { status: 409, title: 'The model version is damaged' },
  'nothing-to-roll-back-to': { status: 409, title: 'No version served before' },
  'already-serving': { status: 409, title: 'The version serves already' },
  'gate-not-passed': { status: 409, title: 'The version did not pass the gate' },
  'invalid-configuration': { status: 500, title: 'The configuration is wrong' },
  'data-folder-in-use': { status: 500, title: 'The data folder is in use' },
  'data-folder-newer': { status: 500, title: 'The data folder is of a newer program' },
  'too-many-wrong-keys': { status: 429, title: 'Too many wrong keys were tried' },
  'too-many-requests': { status: 429, title: 'The caller has too many requests open' },
  'backlog-full': { status: 429, title: 'Too much work is waiting' },
  overloaded: { status: 503, title: 'The service reads too much at once' },
  'storage-full': { status: 503, title: 'The storage is full' },
  'database-unavailable': { status: 503, title: 'The database is away' },
  'queue-unavailable': { status: 503, title: 'The queue is away' },
  'stream-unavailable': { status: 503, title: 'The stream is away' },
  'blobs-unavailable': { status: 503, title: 'The blob store is away' },
  'predictor-unavailable': { status: 503, title: 'A server that the predictor asks is unavailable' },
  'thread-crashed': { status: 503, title: 'A thread crashed' },
  'deadline-passed': { status: 503, title: 'The deadline passed' },
  'shutting-down': { status: 503, title: 'The service is shutting down' },
  internal: { status: 500, title: 'Internal error' }
}

const RETRY_AFTER_SECONDS = 2

export function toProblem(failure: Failure, requestId?: string): Problem {
  const { status, title } = statuses[failure.code]
  return {
    type: `/docs/problems#${failure.code}`,
    title,
    status,
    code: failure.code,
    detail: failure.message,
    ...(failure.field === undefined ? {} : { field: failure.field }),
    ...(failure.faults.length === 0 ? {} : { faults: failure.faults }),
    ...(requestId === undefined ? {} : { requestId })
  }
}

/** Seconds, for those that may be tried again. */
export function retryAfter(failure: Failure): number | null {
  if (errorKinds[failure.code] !== 'unavailable') return null
  return Math.max(1, Math.ceil(failure.retryAfterSeconds ?? RETRY_AFTER_SECONDS))
}

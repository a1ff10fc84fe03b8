import type { components } from '../../ports/contract/generated/types.ts'
import { type ErrorCode, errorKinds, type Failure } from '../../ports/errors.ts'

type Problem = components['schemas']['Problem']

/** The HTTP status and title of each error code. */
export const statuses: Readonly<Record<ErrorCode, { readonly status: number; readonly title: string }>> = {
  'invalid-body': { status: 400, title: 'The body cannot be read' },
  'invalid-field': { status: 400, title: 'A field has an invalid value' },
  'unknown-field': { status: 400, title: 'The field does not exist' },
  'invalid-header': { status: 400, title: 'A header has an invalid value' },
  'invalid-query': { status: 400, title: 'A query parameter is wrong' },
  'invalid-cursor': { status: 400, title: 'The cursor is of another database' },
  'unsupported-media-type': {
    status: 415,
    title: 'The operation does not accept this content type'
  },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive' },
  'not-acceptable': { status: 406, title: 'None of the accepted types is available' },
  unauthorized: { status: 401, title: 'An API key is required' },
  'forbidden-host': { status: 403, title: 'This host name is not allowed' },
  'forbidden-origin': { status: 403, title: 'This origin is not allowed' },
  'wrong-csrf-token': { status: 403, title: 'The CSRF token of the session is missing or wrong' },
  forbidden: { status: 403, title: 'This is not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'The path does not accept this method' },
  conflict: { status: 409, title: 'The current state does not allow this' },
  'idempotency-key-reused': { status: 422, title: 'The idempotency key was used with another body' },
  'outcome-too-small': { status: 422, title: 'The final size is less than the observed size' },
  'outcome-contradicts-input': { status: 422, title: 'The outcome contradicts the input' },
  'unknown-predictor': { status: 404, title: 'The predictor does not exist' },
  'unknown-version': { status: 404, title: 'The model version does not exist' },
  'damaged-version': { status: 409, title: 'The model version is damaged' },
  'nothing-to-roll-back-to': { status: 409, title: 'There is no earlier live version to go back to' },
  'already-serving': { status: 409, title: 'The version is already live' },
  'gate-not-passed': { status: 409, title: 'The version did not pass the gate' },
  'invalid-configuration': { status: 500, title: 'The configuration is wrong' },
  'data-folder-in-use': { status: 500, title: 'The data folder is in use' },
  'data-folder-newer': { status: 500, title: 'The data folder was written by a newer version' },
  'too-many-wrong-keys': { status: 429, title: 'Too many wrong keys were tried' },
  'too-many-requests': { status: 429, title: 'The caller has too many open requests' },
  'backlog-full': { status: 429, title: 'The backlog is full' },
  overloaded: { status: 503, title: 'The service is overloaded' },
  'storage-full': { status: 503, title: 'The storage is full' },
  'database-unavailable': { status: 503, title: 'The database is unavailable' },
  'queue-unavailable': { status: 503, title: 'The queue is unavailable' },
  'stream-unavailable': { status: 503, title: 'The stream is unavailable' },
  'blobs-unavailable': { status: 503, title: 'The blob store is unavailable' },
  'predictor-unavailable': { status: 503, title: 'A server that the predictor needs is unavailable' },
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

/** Returns the seconds of Retry-After; null for an error that a retry does not solve. */
export function retryAfter(failure: Failure): number | null {
  if (errorKinds[failure.code] !== 'unavailable') return null
  return Math.max(1, Math.ceil(failure.retryAfterSeconds ?? RETRY_AFTER_SECONDS))
}

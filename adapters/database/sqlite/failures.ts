import { Failure } from '../../../ports/errors.ts'
import { resultCodes, SqliteError } from './protocol.ts'

const unavailable: ReadonlySet<number> = new Set([
  resultCodes.busy,
  resultCodes.readOnly,
  resultCodes.inputOutput,
  resultCodes.corrupt,
  resultCodes.cantOpen,
  resultCodes.notADatabase
])

/** Converts an error of SQLite to a Failure. An error in a statement is a bug, and is returned unchanged. */
export function toFailure(error: unknown): unknown {
  if (!(error instanceof SqliteError)) return error
  if (error.resultCode === resultCodes.full) {
    return new Failure('storage-full', 'the disk is full', { cause: error, retryAfterSeconds: 30 })
  }
  if (unavailable.has(error.resultCode)) {
    return new Failure('database-unavailable', `the database failed: ${error.message}`, {
      cause: error,
      retryAfterSeconds: 5
    })
  }
  return error
}

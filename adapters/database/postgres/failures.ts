import pg from 'pg'
import { Failure } from '../../../ports/errors.ts'
import { toError } from '../../../ports/to-error.ts'

/** The connection could not be opened, or broke before the answer arrived. */
export class ConnectionLost extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message || cause.name : String(cause), { cause })
    this.name = 'ConnectionLost'
  }
}

// SQLSTATE codes, or prefixes of them: https://www.postgresql.org/docs/current/errcodes-appendix.html
const conflicts = ['40001', '40P01', '55P03']
const disconnections = ['08', '57P01', '57P02', '57P03', '57P05', '25P03']
const diskFull = ['53100']
// 26000: the preparation of a named statement was skipped, because an earlier statement had failed.
const skippedAfterFailure = ['25P02', '26000']
// Not caused by our statements: limits, timeouts, a standby, files, credentials, a missing database.
const unavailable = [
  ...disconnections,
  ...conflicts,
  '53',
  '57',
  '58',
  '25006',
  '28',
  '3D000',
  'XX001',
  'XX002'
]

/** The transaction conflicted with another one: a retry may succeed. */
export function isConflict(error: unknown): boolean {
  return isOneOf(error, conflicts)
}

/** A migration changed the result columns of a prepared statement. */
export function isStalePlan(error: unknown): boolean {
  return isOneOf(error, ['0A000']) && toError(error).message.includes('cached plan')
}

/** The server skipped the statement because an earlier one of its transaction failed. */
export function isSkippedAfterFailure(error: unknown): boolean {
  return isOneOf(error, skippedAfterFailure)
}

/** The session has ended; the server rolls its transaction back. */
export function isDisconnection(error: unknown): boolean {
  return error instanceof ConnectionLost || isOneOf(error, disconnections)
}

/** Converts an error of PostgreSQL to a Failure. An error in a statement is a bug, and is returned unchanged. */
export function toFailure(error: unknown): unknown {
  if (isOneOf(error, diskFull)) {
    return new Failure('storage-full', 'the disk of the database is full', {
      cause: error,
      retryAfterSeconds: 30
    })
  }
  if (error instanceof ConnectionLost || isOneOf(error, unavailable)) {
    return new Failure('database-unavailable', `the database failed: ${toError(error).message}`, {
      cause: error,
      retryAfterSeconds: 5
    })
  }
  return error
}

function isOneOf(error: unknown, codes: readonly string[]): boolean {
  return error instanceof pg.DatabaseError && codes.some(code => error.code?.startsWith(code))
}

import pg from 'pg'
import { Failure } from '../../../ports/errors.ts'

/** The connection could not be had, or broke before the answer came. */
export class ConnectionLost extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message || cause.name : String(cause), { cause })
    this.name = 'ConnectionLost'
  }
}

// SQLSTATEs, whole ones and classes: https://www.postgresql.org/docs/current/errcodes-appendix.html
const conflicts = ['40001', '40P01', '55P03']
const disconnections = ['08', '57P01', '57P02', '57P03', '57P05', '25P03']
const full = ['53100']
// And a statement that was to be kept by name, whose own first sending failed so.
const behindFailed = ['25P02', '26000']
// Not our statements' fault: limits, time-outs, a standby, files, credentials, a database that is not there.
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

/** Another transaction was in the way: the same again may succeed. */
export function isConflict(error: unknown): boolean {
  return isOneOf(error, conflicts)
}

/** What the server kept of a statement answers other columns since a migration. */
export function isStalePlan(error: unknown): boolean {
  return isOneOf(error, ['0A000']) && (error as Error).message.includes('cached plan')
}

/** Nothing was wrong with it: one before it in its transaction failed. */
export function isBehindFailed(error: unknown): boolean {
  return isOneOf(error, behindFailed)
}

/** The session is over; whatever it had begun is undone. */
export function isDisconnection(error: unknown): boolean {
  return error instanceof ConnectionLost || isOneOf(error, disconnections)
}

/** What PostgreSQL says, in the project's words; what it says of a wrong statement stays as it is: a bug. */
export function toFailure(error: unknown): unknown {
  if (isOneOf(error, full)) {
    return new Failure('storage-full', "the database's disk is full", { cause: error, retryAfterSeconds: 30 })
  }
  if (error instanceof ConnectionLost || isOneOf(error, unavailable)) {
    const { message } = error as Error
    return new Failure('database-unavailable', `the database failed: ${message}`, {
      cause: error,
      retryAfterSeconds: 5
    })
  }
  return error
}

function isOneOf(error: unknown, codes: readonly string[]): boolean {
  return error instanceof pg.DatabaseError && codes.some(code => error.code?.startsWith(code))
}

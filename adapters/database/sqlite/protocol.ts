import { toError } from '../../../ports/to-error.ts'

/**
 * One step for the owner thread. Steps with a `reply` number get a Reply with this number; the others get none.
 * `statement` is the number of a text, which is sent once, by `prepare`.
 */
export type Step =
  | { readonly is: 'begin'; readonly isDurable: boolean }
  | { readonly is: 'savepoint' | 'release' | 'undo' | 'forget' }
  | { readonly is: 'commit' | 'close'; readonly reply: number }
  | ({ readonly is: 'query'; readonly reply: number } & Bound)
  /** Runs all queries or none, in their own savepoint. */
  | { readonly is: 'batch'; readonly reply: number; readonly queries: readonly Bound[] }
  | { readonly is: 'prepare'; readonly statement: number; readonly sql: string }

export interface Bound {
  readonly statement: number
  /** SQLite checks their types. */
  readonly parameters: readonly unknown[]
}

export type Reply =
  | { readonly reply: number; readonly ok: true; readonly rows: readonly unknown[]; readonly changes: number }
  | { readonly reply: number; readonly ok: false; readonly message: string; readonly resultCode: number }

export interface OwnerSettings {
  readonly path: string
  /** Maximum number of pages of the file, for tests of a full disk. */
  readonly maxPages?: number
}

/** An error of SQLite with its result code (https://sqlite.org/rescode.html). */
export class SqliteError extends Error {
  readonly resultCode: number

  constructor(message: string, resultCode: number) {
    super(message)
    this.name = 'SqliteError'
    this.resultCode = resultCode
  }
}

/** Converts an error that node:sqlite threw. */
export function toSqliteError(error: unknown): SqliteError {
  const { message, errcode }: Error & { readonly errcode?: unknown } = toError(error)
  return new SqliteError(message, (typeof errcode === 'number' ? errcode : resultCodes.error) & 0xff)
}

/** The primary result codes that the adapter distinguishes. */
export const resultCodes = {
  error: 1,
  busy: 5,
  readOnly: 8,
  inputOutput: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  notADatabase: 26
} as const

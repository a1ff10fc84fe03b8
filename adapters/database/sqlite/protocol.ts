/** What a value may be when bound or read. */
export type SqlValue = null | number | bigint | string | Uint8Array

/**
 * One step for the owner's thread, in order. `transaction` steps are answered only when they fail to hold, `query`
 * and `commit` always. `statement` numbers a text: the text itself travels once.
 */
export type Step =
  | { readonly is: 'begin'; readonly isDurable: boolean }
  | { readonly is: 'savepoint' | 'release' | 'undo' | 'forget' }
  | { readonly is: 'commit' | 'close'; readonly reply: number }
  | ({ readonly is: 'query'; readonly reply: number } & Bound)
  /** All or none, in a savepoint of their own. */
  | { readonly is: 'batch'; readonly reply: number; readonly queries: readonly Bound[] }
  | { readonly is: 'prepare'; readonly statement: number; readonly sql: string }

export interface Bound {
  readonly statement: number
  readonly parameters: readonly SqlValue[]
}

export type Reply =
  | { readonly reply: number; readonly ok: true; readonly rows: readonly unknown[]; readonly changes: number }
  | { readonly reply: number; readonly ok: false; readonly message: string; readonly resultCode: number }

export interface OwnerSettings {
  readonly path: string
  /** The most pages the file may have; for tests of a full disk. */
  readonly maxPages?: number
}

/** An error of SQLite's, with its result code (https://sqlite.org/rescode.html). */
export class SqliteError extends Error {
  readonly resultCode: number

  constructor(message: string, resultCode: number) {
    super(message)
    this.name = 'SqliteError'
    this.resultCode = resultCode
  }
}

/** Primary result codes the adapter tells apart. */
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

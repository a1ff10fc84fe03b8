import type { CompiledQuery, Kysely, Transaction } from 'kysely'
import type { Hints } from './hints.ts'
import type { Tables } from './tables.ts'

export interface WriteOptions {
  /**
   * False: a power cut may take it back, with all written after it up to the next durable write; a crash of the
   * process does not (PostgreSQL: for `run`, a kill of its server may). For what is done again if it was lost. Default true.
   */
  readonly isDurable?: boolean
}

/** Rows, behind kysely so that the same stores run on SQLite and PostgreSQL. */
export interface Database {
  readonly dialect: 'sqlite' | 'postgres'
  /** Outside a transaction: sees what is committed. */
  readonly reader: Kysely<Tables>
  /**
   * Runs `work` in a transaction and resolves once it is durable. Writes asked for at the same time may share a commit;
   * when one throws, it alone is undone. It sees the rows as they were at its first query (repeatable read): where
   * another process changed a row it changes too, it runs again. So: no effects but rows, no waiting for anything but
   * its own queries (others may wait behind it), and what must not happen beside it has to change a row that it changes.
   * Throws Failure('database-unavailable' | 'storage-full').
   */
  write<T>(work: (transaction: Transaction<Tables>) => Promise<T>, options?: WriteOptions): Promise<T>
  /** The same for statements that are known beforehand and answer nothing: all or none. Cheaper than `write`. */
  run(statements: readonly CompiledQuery[], options?: WriteOptions): Promise<void>
  /** Among the processes that share it. */
  readonly hints: Hints
  /** Brings the schema up to date, under a lock. Throws Failure('data-folder-newer') for a schema of the future. */
  migrate(): Promise<void>
  /** Writes a consistent copy to a new file while work continues. SQLite only; PostgreSQL has its own tools. */
  backup(path: string): Promise<void>
  check(): Promise<void>
  close(): Promise<void>
}

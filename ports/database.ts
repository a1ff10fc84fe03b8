import type { CompiledQuery, Kysely, Transaction } from 'kysely'
import type { Hints } from './hints.ts'
import type { Tables } from './tables.ts'

export interface WriteOptions {
  /**
   * False: a power cut may lose this write and all later ones up to the next durable write; a crash of the process does
   * not (on PostgreSQL, a kill of its server may lose a `run`). For work that is repeated when lost. Default true.
   */
  readonly isDurable?: boolean
}

/** Rows through kysely, so that the same stores run on SQLite and PostgreSQL. */
export interface Database {
  readonly dialect: 'sqlite' | 'postgres'
  /** Reads outside a transaction: sees committed rows. */
  readonly reader: Kysely<Tables>
  /**
   * Runs `work` in a transaction and resolves once it is durable. Concurrent writes may share a commit; one that throws
   * is undone alone. Isolation is repeatable read, from the first query on: when another process changes a row that
   * `work` changes too, `work` runs again. Therefore `work` has no effects besides rows and awaits only its own queries
   * (other writes may wait for it), and two transactions that exclude each other must change a common row.
   * Throws Failure('database-unavailable' | 'storage-full').
   */
  write<T>(work: (transaction: Transaction<Tables>) => Promise<T>, options?: WriteOptions): Promise<T>
  /** Runs statements that return no rows in one transaction, all or none. Cheaper than `write`. */
  run(statements: readonly CompiledQuery[], options?: WriteOptions): Promise<void>
  /** Between the processes that share this database. */
  readonly hints: Hints
  /** Migrates the schema, under a lock. Throws Failure('data-folder-newer') for the schema of a newer release. */
  migrate(): Promise<void>
  /** Writes a consistent copy to a new file while work continues. SQLite only; PostgreSQL has its own tools. */
  backup(path: string): Promise<void>
  check(): Promise<void>
  close(): Promise<void>
}

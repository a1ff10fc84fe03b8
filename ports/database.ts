import type { Kysely, Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/** Rows, behind kysely so that the same stores run on SQLite and PostgreSQL. */
export interface Database {
  readonly dialect: 'sqlite' | 'postgres'
  /** Outside a transaction: sees what is committed. */
  readonly reader: Kysely<Tables>
  /**
   * Runs `work` in a transaction and resolves once it is durable. Writes asked for at the same time may share a commit;
   * when one throws, it alone is undone. `work` may run again after a serialisation failure: no effects but rows, and
   * no waiting for anything but its own queries (others wait behind it).
   * Throws Failure('database-unavailable' | 'storage-full').
   */
  write<T>(work: (transaction: Transaction<Tables>) => Promise<T>): Promise<T>
  /** Brings the schema up to date, under a lock. Throws Failure('data-folder-newer') for a schema of the future. */
  migrate(): Promise<void>
  /** Writes a consistent copy to a new file while work goes on. SQLite only; PostgreSQL has its own tools. */
  backup(path: string): Promise<void>
  check(): Promise<void>
  close(): Promise<void>
}

import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler
} from 'kysely'
import type { Tables } from '../../../ports/tables.ts'

/** Runs one compiled statement. */
type RunStatement = (
  sql: string,
  parameters: readonly unknown[]
) => Promise<{ readonly rows: readonly unknown[]; readonly changes: number }>

/** What a transaction of kysely does: a savepoint in the open group for the writer; a reader allows none. */
interface TransactionSteps {
  begin(): void
  commit(): void
  rollback(): void
}

/** Kysely on one connection, which other callers use too. */
export function buildKysely(run: RunStatement, steps: TransactionSteps): Kysely<Tables> {
  const connection: DatabaseConnection = {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
      const { rows, changes } = await run(sql, parameters)
      return { rows: rows as Row[], numAffectedRows: BigInt(changes) }
    },
    streamQuery() {
      throw new Error('rows cannot be streamed: read them page by page')
    }
  }
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: async () => steps.begin(),
    commitTransaction: async () => steps.commit(),
    rollbackTransaction: async () => steps.rollback(),
    releaseConnection: async () => {},
    destroy: async () => {}
  }
  const dialect: Dialect = {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => driver,
    createIntrospector: database => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler()
  }
  return new Kysely<Tables>({ dialect })
}

import {
  type CompiledQuery,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Dialect,
  type Driver,
  Kysely,
  type KyselyProps,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  Transaction
} from 'kysely'
import type { Tables } from '../../../ports/tables.ts'
import type { Answer } from './session.ts'

/** Runs one statement of kysely. */
type RunStatement = (sql: string, parameters: readonly unknown[]) => Promise<Answer>

/** Kysely that runs each statement outside a transaction. */
export function buildKysely(run: RunStatement): Kysely<Tables> {
  return new Kysely<Tables>(buildProps(run))
}

/**
 * Kysely within one transaction, which the caller begins and ends. Unlike kysely's own transactions, it pipelines: it
 * sends concurrent statements at once, and the server answers them in order.
 */
export function buildTransaction(run: RunStatement): Transaction<Tables> {
  return new Transaction<Tables>(buildProps(run))
}

function buildProps(run: RunStatement): KyselyProps {
  const connection = buildConnection(run)
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: async () => {},
    destroy: async () => {}
  }
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driver,
    createIntrospector: database => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler()
  }
  const executor = new DefaultQueryExecutor(dialect.createQueryCompiler(), dialect.createAdapter(), {
    provideConnection: use => use(connection)
  })
  return { config: { dialect }, dialect, driver, executor }
}

async function refuse(): Promise<never> {
  throw new Error('only the writer begins transactions')
}

function buildConnection(run: RunStatement): DatabaseConnection {
  return {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
      const { rows, changes, command } = await run(sql, parameters)
      const isChange = command !== 'SELECT'
      return { rows: rows as Row[], ...(isChange && { numAffectedRows: BigInt(changes) }) }
    },
    streamQuery() {
      throw new Error('rows cannot be streamed: read them page by page')
    }
  }
}

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

/** Where kysely's statements go. */
type Ask = (sql: string, parameters: readonly unknown[]) => Promise<Answer>

/** Each statement by itself. */
export function buildKysely(ask: Ask): Kysely<Tables> {
  return new Kysely<Tables>(buildProps(ask))
}

/**
 * What is asked of it is one transaction's, begun and ended by others. As against kysely's own, statements asked for
 * together do not wait for one another: each is sent at once, and they are answered in order.
 */
export function buildTransaction(ask: Ask): Transaction<Tables> {
  return new Transaction<Tables>(buildProps(ask))
}

function buildProps(ask: Ask): KyselyProps {
  const connection = buildConnection(ask)
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
  throw new Error("transactions are the writer's")
}

function buildConnection(ask: Ask): DatabaseConnection {
  return {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
      const { rows, changes, command } = await ask(sql, parameters)
      const isChange = command !== 'SELECT'
      return { rows: rows as Row[], ...(isChange && { numAffectedRows: BigInt(changes) }) }
    },
    streamQuery() {
      throw new Error('rows are not streamed: ask for a page of them')
    }
  }
}

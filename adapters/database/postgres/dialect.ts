import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult
} from 'kysely'
import type { Tables } from '../../../ports/tables.ts'
import type { Answer } from './session.ts'

/** Where kysely's statements go: one place for a reader, one for each transaction of a writer. */
export interface Place {
  query(sql: string, parameters: readonly unknown[]): Promise<Answer>
  begin(): Promise<void>
  commit(): Promise<void>
  rollback(): Promise<void>
  release(): void
}

/** Kysely over places of our own making. */
export function buildKysely(open: () => Promise<Place>): Kysely<Tables> {
  const places = new WeakMap<DatabaseConnection, Place>()
  const placeOf = (connection: DatabaseConnection) => places.get(connection)!
  const driver: Driver = {
    init: async () => {},
    async acquireConnection() {
      const place = await open()
      const connection = buildConnection(place)
      places.set(connection, place)
      return connection
    },
    beginTransaction: connection => placeOf(connection).begin(),
    commitTransaction: connection => placeOf(connection).commit(),
    rollbackTransaction: connection => placeOf(connection).rollback(),
    releaseConnection: async connection => placeOf(connection).release(),
    destroy: async () => {}
  }
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driver,
    createIntrospector: database => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler()
  }
  return new Kysely<Tables>({ dialect })
}

function buildConnection(place: Place): DatabaseConnection {
  return {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
      const { rows, changes, command } = await place.query(sql, parameters)
      const isChange = command !== 'SELECT'
      return { rows: rows as Row[], ...(isChange && { numAffectedRows: BigInt(changes) }) }
    },
    streamQuery() {
      throw new Error('rows are not streamed: ask for a page of them')
    }
  }
}

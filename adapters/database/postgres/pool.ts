import pg from 'pg'

export interface PostgresSettings {
  /** 'postgres://user:password@host:5432/database', optionally with parameters of libpq ('?sslmode=require'). */
  readonly url: string
  /** Maximum number of connections that write. Default 6. */
  readonly writers?: number
  /** Maximum number of connections that read. Default 4. */
  readonly readers?: number
  /** Maximum time to connect. Default 5. */
  readonly connectSeconds?: number
  /** Maximum time of a statement. Default 15. */
  readonly statementSeconds?: number
}

// The server ends a statement at its timeout and says so. After this further time the client assumes that it is gone.
const SILENCE_SECONDS = 5
const IDLE_IN_TRANSACTION_SECONDS = 60

export function connectionOf({ url, connectSeconds = 5 }: PostgresSettings): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: 'groundswell',
    keepAlive: true,
    connectionTimeoutMillis: connectSeconds * 1000
  }
}

/** Builds a pool of connections in pipeline mode, which send statements without waiting for the previous answers. */
export function buildPool(settings: PostgresSettings, size: number, hasNoTimeout = false): pg.Pool {
  const { statementSeconds = 15 } = settings
  const pool = new pg.Pool({
    ...connectionOf(settings),
    max: size,
    pipeline: true,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_SECONDS * 1000,
    types: { getTypeParser },
    ...(!hasNoTimeout && {
      statement_timeout: statementSeconds * 1000,
      query_timeout: (statementSeconds + SILENCE_SECONDS) * 1000
    })
  })
  // An idle connection broke. The pool has removed it, and the next caller gets a new one or the error.
  pool.on('error', () => {})
  // A plan that is cached while a table is empty would scan the whole table for ever.
  pool.on('connect', client => void client.query('set enable_seqscan = off').catch(() => {}))
  return pool
}

const { builtins } = pg.types
const toNumber = (text: string): number => Number(text)
// A copy with its own buffer, so that typed arrays can view it in place.
const toBytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.slice(2), 'hex'))

/** Returns values as SQLite does: bigint (always below 2^53) and numeric as numbers, bytea as Uint8Array. */
const getTypeParser: typeof pg.types.getTypeParser = (type, format) => {
  if (type === builtins.INT8 || type === builtins.NUMERIC) return toNumber
  if (type === builtins.BYTEA) return toBytes
  return pg.types.getTypeParser(type, format)
}

import pg from 'pg'

export interface PostgresSettings {
  /** 'postgres://user:password@host:5432/database', with what libpq knows behind it ('?sslmode=require'). */
  readonly url: string
  /** Connections at a time, those that write and those that read counted apart. Default 6 and 4. */
  readonly writers?: number
  readonly readers?: number
  /** How long a connection, and how long a statement may take. Default 5 and 15. */
  readonly connectSeconds?: number
  readonly statementSeconds?: number
}

// The server's own limit comes first, so that what it ends has an answer; this one is for a server that is gone.
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

/** Connections that several statements can be sent on without waiting for each answer. */
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
  // An idle connection broke: the pool has let go of it, and who asks next gets another or the reason.
  pool.on('error', () => {})
  // Plans that are kept may have been made when a table was still empty: a scan of it would be kept too.
  pool.on('connect', client => void client.query('set enable_seqscan = off').catch(() => {}))
  return pool
}

const { builtins } = pg.types
const toNumber = (text: string): number => Number(text)
// A copy of its own: what numbers lie in it can be looked at in place.
const toBytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.slice(2), 'hex'))

/** As SQLite gives them: whole numbers (all below 2^53), sums and averages as numbers, bytes as Uint8Array. */
const getTypeParser = ((type: number, format?: 'text') => {
  if (type === builtins.INT8 || type === builtins.NUMERIC) return toNumber
  if (type === builtins.BYTEA) return toBytes
  return pg.types.getTypeParser(type, format)
}) as typeof pg.types.getTypeParser

import pg from 'pg'
import { ConnectionLost, isDisconnection, isStalePlan } from './failures.ts'
import { forgetNames, nameOf } from './statement-names.ts'

export interface Answer {
  readonly rows: readonly unknown[]
  readonly changes: number
  /** 'INSERT', 'COMMIT', ... */
  readonly command: string
}

/** One connection, for as long as it is held. Statements are sent at once, and answered in order. */
export interface Session {
  query(sql: string, parameters?: readonly unknown[]): Promise<Answer>
  /** Back to the pool, or closed where it is of no more use. */
  release(): void
}

/** Throws ConnectionLost when none can be had. */
export async function openSession(pool: pg.Pool): Promise<Session> {
  const client = await pool.connect().catch(error => {
    throw error instanceof pg.DatabaseError ? error : new ConnectionLost(error)
  })
  let isBroken = false
  // It may break while nothing is asked of it: the next query says so.
  const onError = () => {
    isBroken = true
  }
  client.on('error', onError)

  async function ask(query: pg.QueryConfig): Promise<Answer> {
    try {
      const { rows, rowCount, command } = await client.query(query)
      return { rows, changes: rowCount ?? 0, command }
    } catch (error) {
      const isStale = isStalePlan(error)
      if (isStale) forgetNames()
      const isReported = !isStale && (error instanceof pg.DatabaseError || error instanceof TypeError)
      const named = isReported ? error : new ConnectionLost(error)
      if (isDisconnection(named)) isBroken = true
      throw named
    }
  }

  return {
    query: (text, parameters = []) =>
      ask({
        text,
        values: parameters.map(withoutNul),
        // What has no parameters may be several statements, which cannot be kept.
        ...(parameters.length > 0 && { name: nameOf(text) })
      }),
    release() {
      client.off('error', onError)
      client.release(isBroken)
    }
  }
}

/** PostgreSQL's text cannot hold the character U+0000, which a broken message may well bring. */
function withoutNul(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value
}

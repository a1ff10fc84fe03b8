import pg from 'pg'
import { ConnectionLost, isDisconnection, isStalePlan } from './failures.ts'
import { forgetNames, nameOf } from './statement-names.ts'

export interface Answer {
  readonly rows: readonly unknown[]
  readonly changes: number
  /** 'INSERT', 'COMMIT', ... */
  readonly command: string
}

/** One connection, until it is released. Statements are sent at once and answered in order. */
export interface Session {
  query(sql: string, parameters?: readonly unknown[]): Promise<Answer>
  /** Returns the connection to the pool, or closes it if it is broken. */
  release(): void
}

/** Throws ConnectionLost if no connection can be opened. */
export async function openSession(pool: pg.Pool): Promise<Session> {
  const client = await pool.connect().catch(error => {
    throw error instanceof pg.DatabaseError ? error : new ConnectionLost(error)
  })
  let isBroken = false
  // A connection may break between two queries; the next query then fails.
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
      const isKnown = !isStale && (error instanceof pg.DatabaseError || error instanceof TypeError)
      const thrown = isKnown ? error : new ConnectionLost(error)
      if (isDisconnection(thrown)) isBroken = true
      throw thrown
    }
  }

  return {
    query: (text, parameters = []) =>
      ask({
        text,
        values: parameters.map(replaceNul),
        // A text without parameters may be several statements, which cannot be prepared.
        ...(parameters.length > 0 && { name: nameOf(text) })
      }),
    release() {
      client.off('error', onError)
      client.release(isBroken)
    }
  }
}

/** PostgreSQL cannot store the character U+0000 in text, and a damaged message may contain it. */
function replaceNul(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value
}

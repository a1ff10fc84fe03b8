import pg from 'pg'
import { ConnectionLost, isDisconnection } from './failures.ts'

export interface Answer {
  readonly rows: readonly unknown[]
  readonly changes: number
  /** 'INSERT', 'COMMIT', ... */
  readonly command: string
}

/** One connection, for as long as it is held. Statements are sent at once, and answered in order. */
export interface Session {
  query(sql: string, parameters?: readonly unknown[]): Promise<Answer>
  /** The same; the server keeps what it made of the text. Not to be asked again before it is answered. */
  queryPrepared(sql: string, parameters: readonly unknown[]): Promise<Answer>
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
      const told = error instanceof pg.DatabaseError || error instanceof TypeError
      const named = told ? error : new ConnectionLost(error)
      if (isDisconnection(named)) isBroken = true
      throw named
    }
  }

  return {
    query: (text, parameters = []) => ask({ text, values: parameters.map(withoutNul) }),
    queryPrepared: (text, parameters) =>
      ask({ name: nameOf(text), text, values: parameters.map(withoutNul) }),
    release() {
      client.off('error', onError)
      client.release(isBroken)
    }
  }
}

const names = new Map<string, string>()

/** One name for one text, on every connection. */
function nameOf(text: string): string {
  const name = names.get(text) ?? `groundswell_${names.size}`
  names.set(text, name)
  return name
}

/** PostgreSQL's text cannot hold the character U+0000, which a broken message may well bring. */
function withoutNul(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value
}

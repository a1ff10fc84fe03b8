import { randomBytes } from 'node:crypto'
import pg from 'pg'

export interface PostgresSchema {
  /** An address whose connections see this schema alone. */
  readonly url: string
  drop(): Promise<void>
}

/** The server under test: DATABASE_URL, undefined where the tests run on SQLite. */
export function postgresUnderTest(): string | undefined {
  return process.env.DATABASE_URL?.startsWith('postgres') ? process.env.DATABASE_URL : undefined
}

/** An empty schema of a test's own. */
export async function createSchema(server: string): Promise<PostgresSchema> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await execute(server, `create schema ${name}`)
  const url = new URL(server)
  url.searchParams.set('options', `-c search_path=${name}`)
  return { url: url.href.replaceAll('+', '%20'), drop: () => execute(server, `drop schema ${name} cascade`) }
}

/** One statement on a connection of its own, all there is to know of it as text. */
export async function execute(server: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(text)
  await client.end()
}

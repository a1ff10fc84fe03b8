import { randomBytes } from 'node:crypto'
import pg from 'pg'

export interface PostgresSchema {
  /** A URL whose connections see only this schema. */
  readonly url: string
  drop(): Promise<void>
}

/** Creates an empty schema for one test on this server. */
export async function createSchema(server: string): Promise<PostgresSchema> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await execute(server, `create schema ${name}`)
  return {
    url: withOption(server, `search_path=${name}`),
    drop: () => execute(server, `drop schema ${name} cascade`)
  }
}

/** Adds a setting of the server to a URL. */
export function withOption(address: string, option: string): string {
  const url = new URL(address)
  const options = [url.searchParams.get('options') ?? '', `-c ${option}`].join(' ').trim()
  url.searchParams.set('options', options)
  return url.href.replaceAll('+', '%20')
}

/** Changes the address of a URL to a port of this machine. */
export function throughPort(address: string, port: number): string {
  const url = new URL(address)
  url.host = `127.0.0.1:${port}`
  return url.href
}

/** Runs one statement on its own connection. */
export async function execute(address: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: address })
  await client.connect()
  await client.query(text)
  await client.end()
}

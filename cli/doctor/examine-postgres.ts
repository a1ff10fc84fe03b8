import pg from 'pg'
import { migrations } from '../../adapters/database/migrations/index.ts'
import type { Clock } from '../../ports/clock.ts'
import { judgeSkew } from './clock-skew.ts'
import { describe, examine, type Finding, FindingError } from './examine.ts'

const MIN_VERSION = 140_000
const MILLISECONDS = 5_000
const remedies: Readonly<Record<string, string>> = {
  '28P01': 'correct the user and password in DATABASE_URL',
  '28000': 'use a user in DATABASE_URL that may connect, or allow this user (pg_hba.conf)',
  '3D000': 'create the database that DATABASE_URL names: createdb NAME',
  '53300': 'raise max_connections, or lower DATABASE_WRITERS and DATABASE_READERS'
}

export async function examinePostgres(options: {
  readonly url: string
  /** Maximum number of connections of one process. */
  readonly connections: number
  readonly clock: Clock
}): Promise<readonly Finding[]> {
  const { url, connections, clock } = options
  const client = new pg.Client({
    connectionString: url,
    application_name: 'groundswell doctor',
    connectionTimeoutMillis: MILLISECONDS,
    query_timeout: MILLISECONDS
  })
  client.on('error', () => {})
  const ask = async (text: string): Promise<Record<string, unknown>> => (await client.query(text)).rows[0]

  async function reach(): Promise<string> {
    const { hostname, port, pathname } = new URL(url)
    const place = `${hostname}:${port || 5432}${pathname}`
    try {
      await client.connect()
      return place
    } catch (error) {
      const code = error instanceof pg.DatabaseError ? (error.code ?? '') : ''
      const remedy = remedies[code] ?? 'start PostgreSQL, or correct DATABASE_URL'
      throw new FindingError(`${place}: ${describe(error)}`, remedy)
    }
  }

  async function version(): Promise<string> {
    const { number, name } = await ask(
      "select current_setting('server_version_num')::int as number, current_setting('server_version') as name"
    )
    if (Number(number) < MIN_VERSION)
      throw new FindingError(`version ${name}`, 'use PostgreSQL 14 or later: older versions are not tested')
    return String(name)
  }

  async function rights(): Promise<string> {
    const found =
      await ask(`select current_user as who, current_schema() as schema, pg_is_in_recovery() as standby,
      current_setting('transaction_read_only') as read_only,
      coalesce(has_schema_privilege(current_schema(), 'create, usage'), false) as may_create`)
    const { who, schema, standby, read_only: readOnly, may_create: mayCreate } = found
    if (standby || readOnly === 'on')
      throw new FindingError('it rejects writes', 'name the primary in DATABASE_URL, not a standby')
    if (schema === null || !mayCreate)
      throw new FindingError(
        `${who} may not create tables in ${schema ?? 'any schema of its search_path'}`,
        `as its owner: grant create, usage on schema ${schema ?? 'public'} to "${who}"`
      )
    return `${who} can write and create tables in ${schema}`
  }

  async function durability(): Promise<string> {
    const names = ['fsync', 'full_page_writes', 'synchronous_commit']
    const found = await ask(`select ${names.map(name => `current_setting('${name}') as ${name}`).join(', ')}`)
    const off = names.filter(name => found[name] === 'off')
    if (off.length > 0)
      throw new FindingError(
        `${off.join(' and ')} off: accepted work may be lost`,
        `turn ${off.join(' and ')} on (alter system set ...)`
      )
    return names.map(name => `${name} ${found[name]}`).join(', ')
  }

  async function room(): Promise<string> {
    const { max, used } = await ask(`select current_setting('max_connections')::int
      - current_setting('superuser_reserved_connections')::int as max,
      (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used`)
    const free = Number(max) - Number(used)
    const found = `${free} of ${max} connections are free, a process uses up to ${connections}`
    if (free < connections)
      throw new FindingError(
        found,
        'raise max_connections, or lower DATABASE_WRITERS and DATABASE_READERS',
        'doubtful'
      )
    return found
  }

  async function schema(): Promise<string> {
    const { there } = await ask("select to_regclass('schema_history') is not null as there")
    if (!there) return 'no tables: set-up or a start creates them'
    const { rows } = await client.query<{ name: string }>('select name from schema_history order by name')
    const known: readonly string[] = migrations.map(({ name }) => name)
    const foreign = rows.map(({ name }) => name).filter(name => !known.includes(name))
    if (foreign.length > 0)
      throw new FindingError(
        `a newer version of the program changed its tables (${foreign.at(-1)})`,
        'use that version of the program, or a later one'
      )
    const missing = known.length - rows.length
    return missing === 0
      ? `tables up to date (${known.at(-1)})`
      : `${missing} migrations are missing: set-up or a start runs them`
  }

  async function time(): Promise<string> {
    const before = clock.now()
    const { theirs } = await ask('select extract(epoch from clock_timestamp())::float8 * 1000 as theirs')
    return judgeSkew({ before, after: clock.now(), theirs: Number(theirs), stepMilliseconds: 1 })
  }

  const remedy = 'see the log of PostgreSQL'
  try {
    return await examine([
      { name: 'postgres.reach', run: reach, remedy, isNeeded: true },
      { name: 'postgres.version', run: version, remedy },
      { name: 'postgres.rights', run: rights, remedy },
      { name: 'postgres.durability', run: durability, remedy },
      { name: 'postgres.connections', run: room, remedy },
      { name: 'postgres.schema', run: schema, remedy },
      { name: 'postgres.clock', run: time, remedy }
    ])
  } finally {
    await client.end().catch(() => {})
  }
}

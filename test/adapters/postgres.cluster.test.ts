import { sql } from 'kysely'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { openPostgres } from '../../adapters/database/postgres/open.ts'
import type { PostgresSettings } from '../../adapters/database/postgres/pool.ts'
import type { Database } from '../../ports/database.ts'
import { describeDatabase } from '../contract-suites/database.ts'
import { startCuttingProxy } from '../harness/cutting-proxy.ts'
import {
  createSchema,
  execute,
  type PostgresSchema,
  throughPort,
  withOption
} from '../harness/postgres-schema.ts'
import { serverAddress } from '../harness/server-address.ts'

const server = serverAddress('DATABASE_URL')
const schemas = new Map<Database, PostgresSchema>()
afterAll(async () => {
  await Promise.all([...new Set(schemas.values())].map(schema => schema.drop()))
})

async function open(schema?: PostgresSchema): Promise<Database> {
  const own = schema ?? (await createSchema(server))
  const database = openPostgres({ url: own.url })
  schemas.set(database, own)
  await database.migrate()
  return database
}

describeDatabase('postgres', { open, reopen: database => open(schemas.get(database)) })

async function openForTest(): Promise<{ readonly database: Database; readonly url: string }> {
  const database = await open()
  onTestFinished(() => database.close())
  return { database, url: schemas.get(database)!.url }
}

function openAnother(settings: PostgresSettings): Database {
  const database = openPostgres(settings)
  onTestFinished(() => database.close())
  return database
}

const insert = (database: Database, name: string, owner = 'x') =>
  database.write(async transaction => {
    await transaction.insertInto('leases').values({ name, owner, until: 0 }).execute()
  })
const names = async (database: Database) => {
  const rows = await database.reader.selectFrom('leases').select('name').orderBy('name').execute()
  return rows.map(row => row.name)
}

test('migrates once if several processes start at the same time', async () => {
  const schema = await createSchema(server)
  onTestFinished(schema.drop)
  const databases = Array.from({ length: 5 }, () => openPostgres({ url: schema.url }))
  await Promise.all(databases.map(database => database.migrate()))
  const { rows } = await sql`select name from schema_history`.execute(databases[0]!.reader)
  expect(new Set(rows.map(row => JSON.stringify(row))).size).toBe(rows.length)
  expect(rows.length).toBeGreaterThanOrEqual(4)
  await Promise.all(databases.map(database => database.close()))
})

test('loses no update when several processes increment a count', async () => {
  const { database, url } = await openForTest()
  const others = [database, openAnother({ url }), openAnother({ url })]
  await insert(database, 'count')
  const add = (on: Database) =>
    on.write(async transaction => {
      const row = await transaction
        .selectFrom('leases')
        .select('until')
        .where('name', '=', 'count')
        .executeTakeFirstOrThrow()
      await transaction
        .updateTable('leases')
        .set({ until: row.until + 1 })
        .where('name', '=', 'count')
        .execute()
    })
  await Promise.all(Array.from({ length: 300 }, (_, index) => add(others[index % others.length]!)))
  expect(await database.reader.selectFrom('leases').select('until').execute()).toEqual([{ until: 300 }])
})

test('retries transactions that deadlock', async () => {
  const { database } = await openForTest()
  for (const name of ['a', 'b']) await insert(database, name)
  let arrived = 0
  const both = Promise.withResolvers<void>()
  const take = (first: string, second: string) =>
    database.write(async transaction => {
      const add = (name: string) =>
        transaction
          .updateTable('leases')
          .set(({ eb }) => ({ until: eb('until', '+', 1) }))
          .where('name', '=', name)
          .execute()
      await add(first)
      if (++arrived === 2) both.resolve()
      await both.promise
      await add(second)
    })
  await Promise.all([take('a', 'b'), take('b', 'a')])
  expect(arrived).toBeGreaterThan(2)
  const rows = await database.reader.selectFrom('leases').select('until').execute()
  expect(rows).toEqual([{ until: 2 }, { until: 2 }])
})

test('returns numbers as numbers and bytes with their own aligned buffer', async () => {
  const { database } = await openForTest()
  const numbers = Float64Array.from({ length: 9 }, (_, index) => index / 3)
  await database.write(transaction =>
    transaction
      .insertInto('cascade_chunks')
      .values([1, 2].map(number => ({ cascade_id: 'c', number, bytes: new Uint8Array(numbers.buffer) })))
      .execute()
  )
  const figures = await database.reader
    .selectFrom('cascade_chunks')
    .select(({ fn }) => [
      fn.max('number').as('max'),
      fn.sum<number>('number').as('sum'),
      fn.avg<number>('number').as('average'),
      fn.countAll<number>().as('count')
    ])
    .execute()
  expect(figures).toEqual([{ max: 2, sum: 3, average: 1.5, count: 2 }])
  for (const { bytes } of await database.reader.selectFrom('cascade_chunks').select('bytes').execute())
    expect(new Float64Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, 9)).toEqual(numbers)
})

test('sorts text by its bytes and stores long text uncompressed outside the row', async () => {
  const { database } = await openForTest()
  const { rows: sorted } = await sql`
    select table_name, column_name from information_schema.columns where table_schema = current_schema()
    and data_type = 'text' and collation_name is distinct from 'C' and table_name <> 'schema_history'`.execute(
    database.reader
  )
  expect(sorted).toEqual([])
  const { rows: stored } = await sql<{ storage: string }>`
    select attstorage as storage from pg_attribute
    where attrelid = 'prediction_inputs'::regclass and attname = 'input'`.execute(database.reader)
  expect(stored).toEqual([{ storage: 'e' }])
})

test('prepares a statement again after a migration has changed its columns', async () => {
  const { database, url } = await openForTest()
  const insertAndNotify = (name: string) =>
    database.write(transaction =>
      transaction
        .insertInto('leases')
        .values({ name, owner: 'x', until: 0 })
        .returningAll()
        .executeTakeFirstOrThrow()
    )
  for (let number = 0; number < 20; number++) await insertAndNotify(`before ${number}`)
  await execute(url, 'alter table leases add column note text')
  await expect(insertAndNotify('after')).resolves.toMatchObject({ name: 'after', note: null })
  await expect(insertAndNotify('later')).resolves.toMatchObject({ name: 'later', note: null })
})

test('rejects concurrent statements with the error of the one that failed', async () => {
  const { database } = await openForTest()
  await insert(database, 'taken')
  const write = database.write(async transaction => {
    const insertLate = async () => {
      const failing = transaction
        .insertInto('leases')
        .values({ name: 'taken', owner: 'x', until: 0 })
        .execute()
      return failing.catch(async error => {
        for (let turn = 0; turn < 50; turn++) await null
        throw error
      })
    }
    await Promise.all([insertLate(), transaction.selectFrom('leases').selectAll().execute()])
  })
  await expect(write).rejects.toThrow(/leases_pkey/)
})

test('retries once, without a duplicate, if the connection breaks before the commit', async () => {
  const { database, url } = await openForTest()
  const proxy = await startCuttingProxy(new URL(server))
  const through = openAnother({ url: throughPort(url, proxy.port) })
  let attempts = 0
  await through.write(async transaction => {
    await transaction.insertInto('leases').values({ name: 'once', owner: 'x', until: 0 }).execute()
    if (++attempts === 1) proxy.cut()
    await sql`select 1`.execute(transaction)
  })
  expect(attempts).toBe(2)
  expect(await names(database)).toEqual(['once'])
  proxy.cut()
  expect(await names(through)).toEqual(['once'])
})

test('reports database-unavailable without a retry if the connection breaks at the commit', async () => {
  const { url } = await openForTest()
  const proxy = await startCuttingProxy(new URL(server))
  const through = openAnother({ url: throughPort(url, proxy.port) })
  let attempts = 0
  proxy.loseAnswers(1, 'commit')
  const doubtful = through.write(async transaction => {
    attempts++
    await transaction.insertInto('leases').values({ name: 'doubtful', owner: 'x', until: 0 }).execute()
  })
  await expect(doubtful).rejects.toMatchObject({ code: 'database-unavailable', kind: 'unavailable' })
  expect(attempts).toBe(1)
  expect(await names(through)).toEqual(['doubtful'])
})

test('reports database-unavailable during an outage and recovers after it', async () => {
  const { url } = await openForTest()
  const proxy = await startCuttingProxy(new URL(server))
  const through = openAnother({ url: throughPort(url, proxy.port), connectSeconds: 1 })
  await insert(through, 'before')
  proxy.block()
  const statements = [
    through.reader.insertInto('leases').values({ name: 'run', owner: 'x', until: 0 }).compile()
  ]
  const attempts = [
    insert(through, 'away'),
    names(through),
    through.run(statements),
    through.check(),
    through.migrate()
  ]
  for (const attempt of await Promise.allSettled(attempts))
    expect(attempt).toMatchObject({ status: 'rejected', reason: { code: 'database-unavailable' } })
  proxy.restore()
  await through.run(statements)
  await insert(through, 'back')
  expect(await names(through)).toEqual(['back', 'before', 'run'])
})

test('ends a statement that exceeds its timeout', async () => {
  const { url } = await openForTest()
  const slow = openAnother({ url, statementSeconds: 0.2 })
  await expect(
    slow.write(transaction => sql`select pg_sleep(60)`.execute(transaction))
  ).rejects.toMatchObject({ code: 'database-unavailable' })
  await slow.check()
})

test('reports storage-full on a full disk and keeps earlier rows', async () => {
  const { database, url } = await openForTest()
  await insert(database, 'before')
  // The error of the server when a file cannot grow.
  await execute(
    url,
    `create function refuse() returns trigger language plpgsql as $$ begin
       raise exception 'could not extend file' using errcode = '53100'; end $$;
     create trigger refuse before insert on leases for each row when (new.owner = 'big') execute function refuse()`
  )
  await expect(insert(database, 'after', 'big')).rejects.toMatchObject({ code: 'storage-full' })
  await insert(database, 'small')
  expect(await names(database)).toEqual(['before', 'small'])
})

test('rejects a standby', async () => {
  const { url } = await openForTest()
  const standby = openAnother({ url: withOption(url, 'default_transaction_read_only=on') })
  await expect(standby.check()).rejects.toMatchObject({ code: 'database-unavailable' })
  await expect(insert(standby, 'x')).rejects.toMatchObject({ code: 'database-unavailable' })
})

test('names a missing database', async () => {
  const url = new URL(server)
  url.pathname = '/nowhere'
  await expect(openAnother({ url: url.href }).check()).rejects.toMatchObject({
    code: 'database-unavailable',
    message: expect.stringContaining('nowhere')
  })
})

test('rejects writes after close', async () => {
  const database = await open()
  await database.close()
  await expect(insert(database, 'late')).rejects.toMatchObject({ code: 'database-unavailable' })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { openSqlite } from '../../adapters/database/sqlite/open.ts'
import type { Database } from '../../ports/database.ts'
import { describeDatabase } from '../contract-suites/database.ts'

const folder = mkdtempSync(join(tmpdir(), 'groundswell-sqlite-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files = 0
const newPath = () => join(folder, `${++files}.db`)
const paths = new WeakMap<Database, string>()

async function open(path = newPath(), settings: { maxPages?: number } = {}): Promise<Database> {
  const database = await openSqlite({ path, ...settings })
  paths.set(database, path)
  await database.migrate()
  return database
}

describeDatabase('sqlite', { open, reopen: database => open(paths.get(database)) })

const insert = (database: Database, name: string, owner = 'x') =>
  database.write(transaction => transaction.insertInto('leases').values({ name, owner, until: 0 }).execute())

test('takes a consistent backup during writes: no transaction is in it in part', async () => {
  const database = await open()
  onTestFinished(() => database.close())
  let isOver = false
  let written = 0
  const writing = (async () => {
    for (; !isOver; written++) {
      await database.write(async transaction => {
        await transaction
          .insertInto('leases')
          .values({ name: `${written}.a`, owner: 'x', until: 0 })
          .execute()
        await transaction
          .insertInto('leases')
          .values({ name: `${written}.b`, owner: 'x', until: 0 })
          .execute()
      })
    }
  })()
  const copyPath = newPath()
  while (written < 20) await insert(database, `wait.${Math.random()}`)
  await database.backup(copyPath)
  isOver = true
  await writing
  const copy = await open(copyPath)
  onTestFinished(() => copy.close())
  const count = async (ending: string) =>
    (await copy.reader.selectFrom('leases').select('name').where('name', 'like', `%.${ending}`).execute())
      .length
  expect(await count('a')).toBeGreaterThanOrEqual(20)
  expect(await count('a')).toBe(await count('b'))
})

test('rejects writes with storage-full on a full disk, keeps accepted writes and resumes', async () => {
  const path = newPath()
  await (await open(path)).close()
  const full = await open(path, { maxPages: 120 })
  const accepted: string[] = []
  let refusals = 0
  for (let round = 0; refusals < 5 && round < 500; round++) {
    const names = Array.from({ length: 5 }, (_, index) => `full.${round}.${index}`)
    const results = await Promise.allSettled(names.map(name => insert(full, name, 'x'.repeat(3000))))
    results.forEach((result, index) => {
      if (result.status === 'fulfilled') accepted.push(names[index]!)
      else {
        refusals++
        expect(result.reason).toMatchObject({ code: 'storage-full', kind: 'unavailable' })
      }
    })
  }
  expect(refusals).toBeGreaterThanOrEqual(5)
  expect(accepted.length).toBeGreaterThan(10)
  const read = async (database: Database) =>
    (await database.reader.selectFrom('leases').select('name').execute()).map(row => row.name).sort()
  expect(await read(full)).toEqual(accepted.sort())
  await full.close()
  const roomy = await open(path)
  onTestFinished(() => roomy.close())
  expect(await read(roomy)).toEqual(accepted.sort())
  await insert(roomy, 'room again')
})

test('rejects a file that is not a database', async () => {
  const path = newPath()
  writeFileSync(path, 'this is a text, and no database whatever its name says.'.repeat(100))
  await expect(openSqlite({ path })).rejects.toMatchObject({ code: 'database-unavailable' })
})

test('commits with synchronous=full in a write-ahead log', async () => {
  const database = await open()
  onTestFinished(() => database.close())
  const ask = async (name: string) =>
    (await database.write(transaction => sql.raw(`pragma ${name}`).execute(transaction))).rows
  expect(await ask('journal_mode')).toEqual([{ journal_mode: 'wal' }])
  expect(await ask('synchronous')).toEqual([{ synchronous: 2 }])
  const lazy = await database.write(transaction => sql.raw('pragma synchronous').execute(transaction), {
    isDurable: false
  })
  expect(lazy.rows).toEqual([{ synchronous: 1 }])
  expect(await ask('synchronous')).toEqual([{ synchronous: 2 }])
})

test('rejects writes after close', async () => {
  const database = await open()
  await database.close()
  await expect(insert(database, 'late')).rejects.toMatchObject({ code: 'database-unavailable' })
})

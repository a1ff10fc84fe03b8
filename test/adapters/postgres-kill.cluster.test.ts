import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { openPostgres } from '../../adapters/database/postgres/open.ts'
import { Random } from '../../learners/random.ts'
import type { Database } from '../../ports/database.ts'
import { type OwnPostgres, startOwnPostgres } from '../harness/own-postgres.ts'

const WRITERS = 12

interface Reported {
  readonly acknowledged: string[]
  readonly refused: string[]
}

/** Writes pairs of rows until aborted, with `run` or `write` depending on the writer. Waits briefly after an error. */
async function writePairs(
  database: Database,
  writer: number,
  reported: Reported,
  signal: AbortSignal
): Promise<void> {
  for (let count = 0; !signal.aborted; count++) {
    const name = `${writer}.${count}`
    const rows = [`${name}.a`, `${name}.b`].map(key => ({ name: key, owner: 'x', until: 0 }))
    const writing =
      writer % 2 === 0
        ? database.run(rows.map(row => database.reader.insertInto('leases').values(row).compile()))
        : database.write(async transaction => {
            for (const row of rows) await transaction.insertInto('leases').values(row).execute()
          })
    try {
      await writing
      reported.acknowledged.push(name)
    } catch (error) {
      expect(error).toMatchObject({ code: 'database-unavailable' })
      reported.refused.push(name)
      await sleep(20)
    }
  }
}

async function endUnderLoad(server: OwnPostgres, end: () => Promise<void>): Promise<void> {
  const database = openPostgres({ url: server.url, connectSeconds: 1 })
  await database.migrate()
  const reported: Reported = { acknowledged: [], refused: [] }
  const over = new AbortController()
  const writing = Promise.all(
    Array.from({ length: WRITERS }, (_, writer) => writePairs(database, writer, reported, over.signal))
  )
  const random = new Random(5)
  for (let round = 0; round < 3; round++) {
    const before = reported.acknowledged.length
    await expect.poll(() => reported.acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(before + 50)
    await sleep(random.uniform() * 100)
    const refusedBefore = reported.refused.length
    await end()
    await expect.poll(() => reported.refused.length, { timeout: 20_000 }).toBeGreaterThan(refusedBefore)
    await server.start()
    const atReturn = reported.acknowledged.length
    await expect.poll(() => reported.acknowledged.length, { timeout: 10_000 }).toBeGreaterThan(atReturn + 20)
    await database.check()
  }
  over.abort()
  await writing
  const rows = await database.reader.selectFrom('leases').select('name').execute()
  const names = new Set(rows.map(row => row.name))
  expect(reported.acknowledged.filter(name => !names.has(`${name}.a`) || !names.has(`${name}.b`))).toEqual([])
  expect(reported.refused.filter(name => names.has(`${name}.a`) !== names.has(`${name}.b`))).toEqual([])
  await database.close()
}

test.each(['killed', 'stopped'] as const)(
  'keeps all acknowledged writes if the server is %s under load, and resumes after its restart',
  async how => {
    const server = await startOwnPostgres()
    onTestFinished(server.remove)
    await endUnderLoad(server, async () => (how === 'killed' ? server.kill() : server.stop()))
  }
)

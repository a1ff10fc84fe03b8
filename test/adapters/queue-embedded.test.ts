import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../adapters/clock/system.ts'
import { openSqlite } from '../../adapters/database/sqlite/open.ts'
import { openEmbeddedQueue } from '../../adapters/queue/embedded/queue.ts'
import type { JobQueue } from '../../ports/queue.ts'
import { describeQueue } from '../contract-suites/queue.ts'
import { buildKillableDatabase, type KillableDatabase } from '../harness/killable-database.ts'
import { buildRecordingLog } from '../harness/recording-log.ts'
import { temporaryFolder } from '../harness/temporary.ts'

describeQueue('a table', openEnvironment)

async function openEnvironment() {
  const database = await openSqlite({ path: join(temporaryFolder(), 'rows.sqlite') })
  await database.migrate()
  const killables = new Map<JobQueue, KillableDatabase>()
  const { log, lines } = buildRecordingLog()
  return {
    database,
    lines,
    killables,
    async open() {
      const killable = buildKillableDatabase(database)
      const queue = await openEmbeddedQueue({ database: killable, clock: systemClock, log })
      killables.set(queue, killable)
      return queue
    },
    async crash(queue: JobQueue) {
      killables.get(queue)!.die()
      await queue.close()
    },
    close: () => database.close()
  }
}

test('rejects a publish with queue-unavailable while the database is down, and resumes consuming after it', async () => {
  const testEnvironment = await openEnvironment()
  const queue = await testEnvironment.open()
  onTestFinished(async () => {
    await queue.close()
    await testEnvironment.close()
  })
  await queue.publish('jobs', [{ id: 'first', body: '{}' }])
  const killable = testEnvironment.killables.get(queue)!
  killable.die()
  await expect(queue.publish('jobs', [{ id: 'lost', body: '{}' }])).rejects.toMatchObject({
    code: 'queue-unavailable'
  })
  await expect(queue.check()).rejects.toMatchObject({ code: 'queue-unavailable' })
  const got: string[] = []
  await queue.consume('jobs', { prefetch: 1 }, delivery => {
    got.push(delivery.id)
    delivery.done()
  })
  await expect
    .poll(() => testEnvironment.lines.map(({ message }) => message))
    .toContain('queue could not be read and is retried')
  killable.revive()
  await expect.poll(() => got).toEqual(['first'])
})

test('delivers messages in the order of their publication', async () => {
  const testEnvironment = await openEnvironment()
  const queue = await testEnvironment.open()
  onTestFinished(async () => {
    await queue.close()
    await testEnvironment.close()
  })
  const ids = Array.from({ length: 1_500 }, (_, index) => `m${index}`)
  await Promise.all(ids.map(id => queue.publish('jobs', [{ id, body: '{}' }])))
  const got: string[] = []
  await queue.consume('jobs', { prefetch: 7 }, delivery => {
    got.push(delivery.id)
    delivery.done()
  })
  await expect.poll(() => got).toEqual(ids)
})

import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../adapters/clock/system.ts'
import { openSqlite } from '../../adapters/database/sqlite/open.ts'
import { openEmbeddedQueue } from '../../adapters/queue/embedded/queue.ts'
import type { JobQueue } from '../../ports/queue.ts'
import { describeQueue } from '../contract-suites/queue.ts'
import { buildMortalDatabase, type MortalDatabase } from '../harness/mortal-database.ts'
import { buildRecordingLog } from '../harness/recording-log.ts'
import { temporaryFolder } from '../harness/temporary.ts'

describeQueue('a table', openGround)

async function openGround() {
  const database = await openSqlite({ path: join(temporaryFolder(), 'rows.sqlite') })
  await database.migrate()
  const hands = new Map<JobQueue, MortalDatabase>()
  const { log, lines } = buildRecordingLog()
  return {
    database,
    lines,
    hands,
    async open() {
      const hand = buildMortalDatabase(database)
      const queue = await openEmbeddedQueue({ database: hand, clock: systemClock, log })
      hands.set(queue, hand)
      return queue
    },
    async crash(queue: JobQueue) {
      hands.get(queue)!.die()
      await queue.close()
    },
    close: () => database.close()
  }
}

test('a database that is away fails the publisher by name, and consuming resumes by itself', async () => {
  const ground = await openGround()
  const queue = await ground.open()
  onTestFinished(async () => {
    await queue.close()
    await ground.close()
  })
  await queue.publish('jobs', [{ id: 'first', body: '{}' }])
  const hand = ground.hands.get(queue)!
  hand.die()
  await expect(queue.publish('jobs', [{ id: 'lost', body: '{}' }])).rejects.toMatchObject({
    code: 'queue-unavailable'
  })
  await expect(queue.check()).rejects.toMatchObject({ code: 'queue-unavailable' })
  const got: string[] = []
  await queue.consume('jobs', { prefetch: 1 }, delivery => {
    got.push(delivery.id)
    delivery.done()
  })
  await expect.poll(() => ground.lines.map(({ message }) => message)).toContain('queue could not be read')
  hand.revive()
  await expect.poll(() => got).toEqual(['first'])
})

test('messages come in the order they were published in', async () => {
  const ground = await openGround()
  const queue = await ground.open()
  onTestFinished(async () => {
    await queue.close()
    await ground.close()
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

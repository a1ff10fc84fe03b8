import { expect, test } from 'vitest'
import { systemClock } from '../../../adapters/clock/system.ts'
import { openEmbeddedStream } from '../../../adapters/stream/embedded/stream.ts'
import type { PartitionState } from '../../../cascades/collector/changes.ts'
import { COLLECTOR_GROUP } from '../../../cascades/collector/checkpoint.ts'
import { type Collector, startCollector, usualPace } from '../../../cascades/collector/start-collector.ts'
import { Random } from '../../../learners/random.ts'
import { Failure } from '../../../ports/errors.ts'
import { writeEvent, writeWatermark } from '../../../ports/messages.ts'
import { buildStores, openTestDatabase } from '../../harness/open-stores.ts'
import { buildMemoryMetrics, silentLog } from '../../worker/fakes.ts'

const PARTITIONS = 4
const CASCADES = 400
const ROUNDS = 12
const T0 = 1_700_000_000
const topics = { events: 'events', cascades: 'cascades', deadLetters: 'dead-letters' }

test('counts each event once when partitions move between collectors, with most events in the journal', () =>
  collectMoving(0))

test('counts each event once when answers to commits are lost, and loses no partition', () =>
  collectMoving(0.2))

async function collectMoving(lostShare: number): Promise<void> {
  const database = await openTestDatabase()
  const stores = buildStores(database, systemClock)
  const stream = await openEmbeddedStream({ database, clock: systemClock, log: silentLog })
  await stream.declare(Object.values(topics).map(name => ({ name, partitions: PARTITIONS })))
  const random = new Random(4)
  const collectors: Collector[] = []
  const join = async (owner: string) => {
    const parts = {
      ...stores,
      database: { ...database, write: writeAndLose },
      stream,
      clock: systemClock,
      log: silentLog,
      metrics: buildMemoryMetrics(),
      topics,
      growthAlerts: { minEvents: null, topic: 'alerts', webhooks: [] }
    }
    const settings = {
      ...usualPace,
      rowsWrittenAtOnce: 10,
      checkpointMilliseconds: 1,
      windows: [300],
      laterAges: [600],
      idleSeconds: 1_000,
      maxAgeSeconds: 1_000,
      latenessSeconds: 30,
      silenceSeconds: 60,
      lostSeconds: 3_600,
      futureSeconds: 300,
      maxResidentEvents: 1_000_000,
      maxBacklog: 1_000_000
    }
    collectors.push(await startCollector({ ...parts, owner, predictor: 'cascade-size', settings }))
  }
  let journaled = 0
  for (let round = 0; round < ROUNDS; round++) {
    const messages = Array.from({ length: CASCADES }, (_, cascade) => {
      const cascadeId = `c${cascade}`
      const kind = round === 0 ? ('post' as const) : ('reshare' as const)
      const time = T0 + round
      const event = { eventId: String(round), cascadeId, kind, time, magnitude: 1, source: 's' }
      return { key: cascadeId, value: writeEvent(event) }
    })
    // Two collectors join and one leaves in turn, so partitions move while events are collected.
    const moving = round % 3 === 2 ? leave(random.integer(collectors.length)) : join(`owner ${round}`)
    await stream.append(topics.events, messages)
    await moving
    for (let partition = 0; partition < PARTITIONS; partition++)
      journaled += (await stores.cascades.journal(partition)).length
  }
  await expect.poll(async () => (await count()).events).toBe(CASCADES * ROUNDS)
  expect(journaled).toBeGreaterThan(0)
  expect(await count()).toMatchObject({ cascades: CASCADES, duplicates: 0, late: 0 })
  expect((await stores.cascades.get('c7'))!.summary).toMatchObject({
    events: ROUNDS,
    lastTime: T0 + ROUNDS - 1
  })
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const value = writeWatermark({ source: 's', time: T0 + ROUNDS, isLast: true })
    await stream.append(topics.events, [{ key: 's', value }], { partition })
  }
  await expect.poll(async () => (await count()).ended).toBe(CASCADES)
  for (let cascade = 0; cascade < CASCADES; cascade++) {
    const outcome = await stores.outcomes.get('cascade-size', `c${cascade}`)
    expect(JSON.parse(outcome!.outcome)).toEqual({ finalSize: ROUNDS })
  }
  await Promise.all(collectors.map(each => each.close()))
  await stream.close()
  const rows = await database.reader.selectFrom('predictions').select('extra_id').execute()
  const ids = rows.flatMap(row => row.extra_id ?? [])
  const wanted = Array.from({ length: CASCADES }, (_, cascade) => `c${cascade}/scheduled/1`)
  expect(ids.toSorted()).toEqual(wanted.toSorted())
  expect(rows).toHaveLength(2 * CASCADES)

  async function writeAndLose<T>(...given: Parameters<typeof database.write<T>>): Promise<T> {
    const answer = await database.write(...given)
    if (random.uniform() >= lostShare) return answer
    throw new Failure('database-unavailable', 'the connection broke during the commit')
  }

  async function leave(place: number): Promise<void> {
    const [leaving] = collectors.splice(place, 1)
    await leaving!.close()
  }

  async function count() {
    const sum: Record<string, number> = {}
    for (const { state } of await stores.checkpoints.of(COLLECTOR_GROUP, topics.events))
      for (const [name, value] of Object.entries(
        (JSON.parse(state ?? '{"counters":{}}') as PartitionState).counters
      ))
        sum[name] = (sum[name] ?? 0) + value
    return sum
  }
}

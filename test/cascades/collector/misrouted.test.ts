import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../adapters/clock/system.ts'
import { openEmbeddedStream } from '../../../adapters/stream/embedded/stream.ts'
import type { PartitionState } from '../../../cascades/collector/changes.ts'
import { COLLECTOR_GROUP } from '../../../cascades/collector/checkpoint.ts'
import { startCollector, usualPace } from '../../../cascades/collector/start-collector.ts'
import type { Cascades } from '../../../cascades/rows/cascades.ts'
import type { Checkpoints } from '../../../cascades/rows/checkpoints.ts'
import { Random } from '../../../learners/random.ts'
import { Failure } from '../../../ports/errors.ts'
import { writeEvent, writeWatermark } from '../../../ports/messages.ts'
import type { EventStream } from '../../../ports/stream.ts'
import { buildStores, openTestDatabase } from '../../harness/open-stores.ts'
import { buildRecordingLog } from '../../harness/recording-log.ts'
import { buildMemoryMetrics, silentLog } from '../../worker/fakes.ts'

const PARTITIONS = 4
const CASCADES = 60
const EVENTS = 12
const T0 = 1_700_000_000
const topics = { events: 'events', cascades: 'cascades', deadLetters: 'dead-letters' }

interface Altered {
  readonly stream?: Partial<EventStream>
  readonly checkpoints?: Checkpoints
  readonly cascades?: Cascades
}

type Place = (cascadeId: string, event: number) => number

async function setUp() {
  const database = await openTestDatabase()
  const stores = buildStores(database, systemClock)
  const { log, lines } = buildRecordingLog()
  const stream = await openEmbeddedStream({ database, clock: systemClock, log: silentLog })
  await stream.declare(Object.values(topics).map(name => ({ name, partitions: PARTITIONS })))
  onTestFinished(() => stream.close())

  async function collect({ stream: altered, ...rest }: Altered = {}) {
    const settings = {
      ...usualPace,
      checkpointMilliseconds: 1,
      windows: [300],
      laterAges: [],
      idleSeconds: 100,
      maxAgeSeconds: 1_000,
      latenessSeconds: 30,
      silenceSeconds: 60,
      lostSeconds: 3_600,
      futureSeconds: 300,
      maxResidentEvents: 1_000_000,
      maxBacklog: 1_000
    }
    const parts = { ...stores, database, clock: systemClock, log, metrics: buildMemoryMetrics() }
    const collector = await startCollector({
      ...parts,
      ...rest,
      stream: { ...stream, ...altered },
      topics,
      growthAlerts: { minEvents: null, topic: 'alerts', webhooks: [] },
      owner: crypto.randomUUID(),
      predictor: 'cascade-size',
      settings
    })
    onTestFinished(() => collector.close())
    return collector
  }

  async function send(place: Place, first = 0, end = EVENTS): Promise<void> {
    for (let event = first; event < end; event++)
      for (let cascade = 0; cascade < CASCADES; cascade++) {
        const cascadeId = `c${cascade}`
        const kind = event === 0 ? ('post' as const) : ('reshare' as const)
        const fields = {
          eventId: String(event),
          cascadeId,
          kind,
          time: T0 + event,
          magnitude: 1,
          source: 's'
        }
        const message = { key: cascadeId, value: writeEvent(fields) }
        await stream.append(topics.events, [message], { partition: place(cascadeId, event) })
      }
  }

  async function count(): Promise<Record<string, number>> {
    const sum: Record<string, number> = {}
    for (const { state } of await stores.checkpoints.of(COLLECTOR_GROUP, topics.events)) {
      const { counters } = JSON.parse(state ?? '{"counters":{}}') as PartitionState
      for (const [name, value] of Object.entries(counters)) sum[name] = (sum[name] ?? 0) + value
    }
    return sum
  }

  async function expectAll(): Promise<void> {
    await expect.poll(async () => (await count()).events, { timeout: 20_000 }).toBe(CASCADES * EVENTS)
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const value = writeWatermark({ source: 's', time: T0 + EVENTS, isLast: true })
      await stream.append(topics.events, [{ key: 's', value }], { partition })
    }
    await expect.poll(async () => (await count()).ended, { timeout: 20_000 }).toBe(CASCADES)
    expect(await count()).toMatchObject({ cascades: CASCADES, misrouted: 0, unreadable: 0, adopted: 0 })
    for (let cascade = 0; cascade < CASCADES; cascade++) {
      const outcome = await stores.outcomes.get('cascade-size', `c${cascade}`)
      expect(JSON.parse(outcome!.outcome)).toEqual({ finalSize: EVENTS })
    }
  }

  return { stream, stores, lines, collect, send, count, expectAll }
}

/** A partitioner for this number of partitions. */
const among = (partitions: number) => (cascadeId: string) => Number(cascadeId.slice(1)) % partitions

test('collects each cascade once, whichever partitions its events are in', async () => {
  const { collect, send, count, expectAll } = await setUp()
  const random = new Random(3)
  await send(() => random.integer(PARTITIONS))
  await collect()
  await expectAll()
  expect((await count()).forwarded).toBeGreaterThan(CASCADES)
})

test('counts each event once when a collector dies between forwarding and checkpoint', async () => {
  const { stream, stores, collect, send, count, expectAll } = await setUp()
  await send(id => (among(PARTITIONS)(id) + 1) % PARTITIONS)
  let forwards = 0
  let isKilled = false
  const first = await collect({
    stream: {
      partitioner: async () => among(PARTITIONS),
      async append(...given) {
        await stream.append(...given)
        forwards++
      }
    },
    checkpoints: {
      ...stores.checkpoints,
      async advance() {
        isKilled = true
        throw new Failure('conflict', 'rejects every checkpoint, as after a kill')
      }
    }
  })
  await expect.poll(() => isKilled && forwards).toBeGreaterThan(2)
  await first.close()
  await collect({ stream: { partitioner: async () => among(PARTITIONS) } })
  await expectAll()
  expect((await count()).duplicates).toBeGreaterThan(0)
})

test('keeps open cascades in their partition when partitions are added', async () => {
  const { stores, collect, send, expectAll } = await setUp()
  const before = await collect({ stream: { partitioner: async () => among(2) } })
  await send(among(2), 0, 4)
  await expect
    .poll(
      async () =>
        (await stores.cascades.list({ order: 'updated' }, { limit: 100, cursor: undefined })).items.length
    )
    .toBe(CASCADES)
  await before.close()
  await collect({ stream: { partitioner: async () => among(4) } })
  await send(among(4), 4)
  await expectAll()
  expect((await stores.cascades.get('c3'))?.summary.partition).toBe(1)
})

test('keeps a cascade that two partitions began in the first, with the events of both', async () => {
  const { stores, lines, collect, send, count, expectAll } = await setUp()
  const begun = 'info: another partition has begun the same cascades; read again from the last checkpoint'
  const written = () => lines.map(({ level, message }) => `${level}: ${message}`)
  // Two processes with different partitioners: each assigns all cascades to itself.
  const even = (id: string) => 2 * among(2)(id)
  const odd = (id: string) => 2 * among(2)(id) + 1
  const first = await collect({ stream: { partitioner: async () => even } })
  const second = await collect({
    stream: { partitioner: async () => odd },
    cascades: {
      ...stores.cascades,
      // It reads the owners before the first collector writes them.
      ownersOf: async ids => (written().includes(begun) ? stores.cascades.ownersOf(ids) : new Map())
    }
  })
  await expect
    .poll(() => [first.partitions, second.partitions])
    .toEqual([
      [0, 2],
      [1, 3]
    ])
  await send(even, 0, 6)
  await expect.poll(async () => (await count()).events).toBe(CASCADES * 6)
  await send(odd, 6)
  await expectAll()
  expect(written()).toContain(begun)
  expect(lines.filter(({ level }) => level === 'error')).toEqual([])
})

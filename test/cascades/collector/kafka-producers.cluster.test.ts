import { randomUUID } from 'node:crypto'
import { Kafka, logLevel } from 'kafkajs'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../adapters/clock/system.ts'
import { openKafkaStream } from '../../../adapters/stream/kafka/stream.ts'
import { COLLECTOR_GROUP } from '../../../cascades/collector/checkpoint.ts'
import { startCollector, usualPace } from '../../../cascades/collector/start-collector.ts'
import { readCollected } from '../../../cascades/rows/collected.ts'
import { writeEvent } from '../../../ports/messages.ts'
import { buildStores, openTestDatabase } from '../../harness/open-stores.ts'
import { produceWithPython } from '../../harness/produce-with-python.ts'
import { buildRecordingLog } from '../../harness/recording-log.ts'
import { serverAddress } from '../../harness/server-address.ts'
import { buildMemoryMetrics } from '../../worker/fakes.ts'

const PARTITIONS = 6
const EVENTS = 5
const T0 = 1_700_000_000
const pollOptions = { timeout: 60_000 }

async function setUp() {
  const { log, lines } = buildRecordingLog()
  const brokers = serverAddress('KAFKA_BROKERS').split(',')
  const stream = await openKafkaStream({
    connection: { brokers },
    replicationFactor: 1,
    clock: systemClock,
    log
  })
  const prefix = `test.${randomUUID()}`
  const topics = { events: `${prefix}.events`, cascades: `${prefix}.ended`, deadLetters: `${prefix}.dead` }
  await stream.declare(Object.values(topics).map(name => ({ name, partitions: PARTITIONS })))
  const database = await openTestDatabase()
  const stores = buildStores(database, systemClock)
  const parts = {
    ...stores,
    stream,
    database,
    clock: systemClock,
    log,
    metrics: buildMemoryMetrics(),
    topics,
    growthAlerts: { minEvents: null, topic: 'alerts', webhooks: [] }
  }
  const collect = async () => {
    const settings = {
      ...usualPace,
      checkpointMilliseconds: 100,
      windows: [300],
      laterAges: [],
      idleSeconds: 3_600,
      maxAgeSeconds: 86_400,
      latenessSeconds: 30,
      silenceSeconds: 3_600,
      lostSeconds: 3_600,
      futureSeconds: 300,
      maxResidentEvents: 1_000_000,
      maxBacklog: 1_000
    }
    return startCollector({ ...parts, owner: randomUUID(), predictor: 'cascade-size', settings })
  }
  const collector = await collect()
  const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  onTestFinished(async () => {
    await collector.close()
    await stream.close()
    await admin.disconnect()
  })
  const collected = { stream, checkpoints: stores.checkpoints, topic: topics.events, group: COLLECTOR_GROUP }
  const counters = async () => (await readCollected(collected)).counters
  const errors = () => lines.filter(({ level }) => level === 'error' || level === 'warn')
  return { stream, stores, topics, admin, counters, errors }
}

function messagesOf(cascadeIds: readonly string[], first = 0, end = EVENTS) {
  return cascadeIds.flatMap(cascadeId =>
    Array.from({ length: end - first }, (_, index) => {
      const event = first + index
      const kind = event === 0 ? ('post' as const) : ('reshare' as const)
      const fields = { eventId: `${event}`, cascadeId, kind, time: T0 + event, magnitude: 1, source: 's' }
      return { key: cascadeId as string | null, value: writeEvent(fields) }
    })
  )
}

const idsOf = (name: string) => Array.from({ length: 40 }, (_, index) => `${name}${index}`)

test('collects messages of confluent-kafka for Python with each codec and its default partitioner', async () => {
  const { topics, counters, errors } = await setUp()
  const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd']
  for (const codec of codecs)
    await produceWithPython({
      topic: topics.events,
      messages: messagesOf(idsOf(codec)),
      settings: { 'compression.type': codec }
    })
  await expect.poll(async () => (await counters()).events, pollOptions).toBe(codecs.length * 40 * EVENTS)
  const counted = await counters()
  expect(counted).toMatchObject({ cascades: codecs.length * 40, unreadable: 0, undecodable: 0, misrouted: 0 })
  // CRC32 places most of them in another partition than murmur2.
  expect(counted.forwarded).toBeGreaterThan(0)
  expect(errors()).toEqual([])
})

test('commits the position of the last checkpoint for lag monitors', async () => {
  const { topics, admin, stores, counters } = await setUp()
  const messages = messagesOf(idsOf('lag'))
  await produceWithPython({ topic: topics.events, messages, settings: { partitioner: 'murmur2_random' } })
  await expect.poll(async () => (await counters()).events, pollOptions).toBe(messages.length)
  const committed = async () => {
    const [found] = await admin.fetchOffsets({ groupId: COLLECTOR_GROUP, topics: [topics.events] })
    return found!.partitions
      .map(({ partition, offset }) => ({ partition, position: Number(offset) }))
      .sort((left, right) => left.partition - right.partition)
  }
  const places = await stores.checkpoints.of(COLLECTOR_GROUP, topics.events)
  const stored = places.map(({ partition, position }) => ({ partition, position }))
  expect(stored.reduce((sum, { position }) => sum + position, 0)).toBe(messages.length)
  await expect.poll(committed, pollOptions).toEqual(stored)
})

test('forwards no event of a producer with the partitioner in asyncapi.yaml', async () => {
  const { topics, counters } = await setUp()
  const messages = messagesOf(idsOf('murmur'))
  await produceWithPython({ topic: topics.events, messages, settings: { partitioner: 'murmur2_random' } })
  await expect.poll(async () => (await counters()).events, pollOptions).toBe(messages.length)
  expect(await counters()).toMatchObject({ forwarded: 0 })
})

test('collects cascades whose events have no key, and skips tombstones', async () => {
  const { topics, stores, counters, errors } = await setUp()
  const messages = messagesOf(idsOf('keyless')).map(({ value }) => ({ key: null, value }))
  // One message a batch: librdkafka keeps to one partition for a while otherwise.
  const settings = { 'linger.ms': 0, 'sticky.partitioning.linger.ms': 0 }
  await produceWithPython({ topic: topics.events, messages, settings })
  await produceWithPython({ topic: topics.events, messages: [{ key: 'k', value: null }] })
  await expect.poll(async () => (await counters()).events, pollOptions).toBe(messages.length)
  await expect.poll(async () => (await counters()).unreadable, pollOptions).toBe(1)
  expect(await counters()).toMatchObject({ cascades: 40 })
  expect(await stores.deadLetters.count()).toBe(1)
  expect(errors()).toEqual([])
})

test('keeps open cascades when partitions are added, and reads the new partitions', async () => {
  const { stream, topics, admin, stores, counters, errors } = await setUp()
  const ids = idsOf('open')
  await produceWithPython({ topic: topics.events, messages: messagesOf(ids, 0, 3) })
  await expect.poll(async () => (await counters()).events, pollOptions).toBe(ids.length * 3)
  await admin.createPartitions({ topicPartitions: [{ topic: topics.events, count: 2 * PARTITIONS }] })
  const settings = { partitioner: 'murmur2_random' }
  await produceWithPython({ topic: topics.events, messages: messagesOf(ids, 3), settings })
  await expect.poll(() => stream.partitions(topics.events), pollOptions).toBe(2 * PARTITIONS)
  await produceWithPython({ topic: topics.events, messages: messagesOf(idsOf('later')), settings })
  await expect.poll(async () => (await counters()).events, { timeout: 120_000 }).toBe(2 * ids.length * EVENTS)
  expect(await counters()).toMatchObject({ cascades: 2 * ids.length, misrouted: 0, unreadable: 0 })
  const partitions = new Set<number>()
  for (const id of idsOf('later')) partitions.add((await stores.cascades.get(id))!.summary.partition)
  expect(Math.max(...partitions)).toBeGreaterThanOrEqual(PARTITIONS)
  expect(errors()).toEqual([])
})

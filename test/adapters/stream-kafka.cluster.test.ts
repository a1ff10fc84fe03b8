import { randomUUID } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { ConfigResourceTypes, Kafka, logLevel } from 'kafkajs'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../adapters/clock/system.ts'
import { openKafkaStream } from '../../adapters/stream/kafka/stream.ts'
import { kafka as broker } from '../../deploy/servers/kafka.ts'
import { addresses } from '../../deploy/servers/settings.ts'
import type { EventStream } from '../../ports/stream.ts'
import { describeStream } from '../contract-suites/stream.ts'
import { buildRecordingLog } from '../harness/recording-log.ts'
import { serverAddress } from '../harness/server-address.ts'

describeStream('Kafka', openEnvironment)

/** Brokers announce their own addresses, so a TCP proxy cannot be used. This cuts the sockets instead. */
async function openEnvironment() {
  const { log, lines } = buildRecordingLog()
  const lost = new Map<EventStream, () => void>()
  const restored = new Map<EventStream, () => void>()
  return {
    lines,
    cut: (stream: EventStream) => lost.get(stream)!(),
    restore: (stream: EventStream) => restored.get(stream)!(),
    async open(options: { readonly maxMessageBytes?: number } = {}) {
      const sockets = new Set<Socket>()
      let isCut = false
      const stream = await openKafkaStream({
        connection: {
          brokers: serverAddress('KAFKA_BROKERS').split(','),
          socketFactory({ host, port, onConnect }) {
            const socket = connect({ host, port: isCut ? 1 : port }, onConnect)
            socket.on('close', () => sockets.delete(socket))
            sockets.add(socket)
            return socket
          }
        },
        replicationFactor: 1,
        clock: systemClock,
        log,
        ...options
      })
      lost.set(stream, () => {
        isCut = true
        for (const socket of sockets) socket.destroy(new Error('connection reset'))
      })
      restored.set(stream, () => {
        isCut = false
      })
      return stream
    },
    async crash(stream: EventStream) {
      lost.get(stream)!()
      await stream.close()
    },
    async close() {}
  }
}

async function setUp() {
  const testEnvironment = await openEnvironment()
  const stream = await testEnvironment.open()
  const topic = `test.${randomUUID()}`
  await stream.declare([{ name: topic, partitions: 4 }])
  onTestFinished(() => stream.close())
  return { testEnvironment, stream, topic }
}

/** A member that stores the positions of the group in `positions`, as collectors do in the database. */
async function subscribe(stream: EventStream, topic: string, positions: Map<number, number>) {
  const values: string[] = []
  const owned = new Set<number>()
  const consumer = await stream.subscribe({
    topic,
    group: `${topic}.readers`,
    async onAssigned(partitions) {
      for (const partition of partitions) owned.add(partition)
      return new Map([...positions].filter(([partition]) => partitions.includes(partition)))
    },
    async onRevoked(partitions) {
      for (const partition of partitions) owned.delete(partition)
    },
    async onBatch(partition, records) {
      values.push(...records.map(({ value }) => value))
      positions.set(partition, records.at(-1)!.position + 1)
    },
    storedPosition: partition => positions.get(partition)
  })
  return { values, owned, consumer }
}

test('rejects appends with stream-unavailable while the brokers are down, and resumes consuming after it', async () => {
  const { testEnvironment, stream, topic } = await setUp()
  const reader = await subscribe(stream, topic, new Map())
  await stream.append(topic, [{ key: 'a', value: '1' }])
  await expect.poll(() => reader.values).toEqual(['1'])
  testEnvironment.cut(stream)
  await expect(stream.append(topic, [{ key: 'a', value: 'lost' }])).rejects.toMatchObject({
    code: 'stream-unavailable'
  })
  await expect(stream.check()).rejects.toMatchObject({ code: 'stream-unavailable' })
  testEnvironment.restore(stream)
  await expect.poll(() => appends(stream, topic, '2')).toBe(true)
  await expect.poll(() => reader.values).toEqual(['1', '2'])
})

test('moves the partitions of a silent member to another one at the stored positions', async () => {
  const { testEnvironment, stream, topic } = await setUp()
  const positions = new Map<number, number>()
  const other = await testEnvironment.open()
  onTestFinished(() => other.close())
  const silent = await subscribe(other, topic, positions)
  const living = await subscribe(stream, topic, positions)
  await expect.poll(() => [silent.owned.size, living.owned.size]).toEqual([2, 2])
  for (let partition = 0; partition < 4; partition++)
    await stream.append(topic, [{ key: 'a', value: `${partition}` }], { partition })
  await expect.poll(() => silent.values.length + living.values.length).toBe(4)
  testEnvironment.cut(other)
  for (let partition = 0; partition < 4; partition++)
    await stream.append(topic, [{ key: 'a', value: `${partition} later` }], { partition })
  await expect.poll(() => living.values.length, { timeout: 60_000 }).toBe(6)
  expect([...silent.values, ...living.values].toSorted()).toEqual(
    ['0', '0 later', '1', '1 later', '2', '2 later', '3', '3 later'].toSorted()
  )
  testEnvironment.restore(other)
  await expect.poll(() => [silent.owned.size, living.owned.size], { timeout: 60_000 }).toEqual([2, 2])
})

test.skipIf(serverAddress('KAFKA_BROKERS') !== addresses.KAFKA_BROKERS)(
  'a broker that was killed and comes back loses nothing it acknowledged, and everybody continues',
  async () => {
    const { stream, topic } = await setUp()
    const reader = await subscribe(stream, topic, new Map())
    const acknowledged: string[] = []
    let isOver = false
    const appending = (async () => {
      for (let number = 0; !isOver; number++)
        if (await appends(stream, topic, `${number}`)) acknowledged.push(`${number}`)
    })()
    await expect.poll(() => acknowledged.length).toBeGreaterThan(20)
    await broker.kill()
    await broker.start()
    const backAt = performance.now()
    const before = acknowledged.length
    await expect.poll(() => acknowledged.length, { timeout: 60_000 }).toBeGreaterThan(before + 20)
    isOver = true
    await appending
    await expect
      .poll(() => acknowledged.filter(value => !reader.values.includes(value)), { timeout: 60_000 })
      .toEqual([])
    console.log(`everything was read ${Math.round(performance.now() - backAt)} ms after the broker's return`)
  }
)

test('asks the subscriber again only for the position of a partition that is out of range', async () => {
  const { stream, topic } = await setUp()
  const messages = ['1', '2', '3'].map(value => ({ key: 'a', value }))
  await stream.append(topic, messages, { partition: 1 })
  await stream.append(topic, messages, { partition: 2 })
  const asked: (readonly number[])[] = []
  const revoked: number[] = []
  const values: string[] = []
  await stream.subscribe({
    topic,
    group: `${topic}.readers`,
    async onAssigned(partitions) {
      asked.push(partitions)
      return new Map([[1, asked.length === 1 ? 50 : 1]])
    },
    onRevoked: async partitions => void revoked.push(...partitions),
    onBatch: async (partition, records) =>
      void values.push(...records.map(({ value }) => `${partition}.${value}`)),
    storedPosition: () => undefined
  })
  await expect.poll(() => values.toSorted()).toEqual(['1.2', '1.3', '2.1', '2.2', '2.3'])
  expect(asked).toEqual([[0, 1, 2, 3], [1]])
  expect(revoked).toEqual([1])
})

test('commits only positions that the subscriber has stored, even if it is killed', async () => {
  const { testEnvironment, topic } = await setUp()
  const other = await testEnvironment.open()
  const admin = rawClient().admin()
  await admin.connect()
  onTestFinished(() => admin.disconnect())
  const handled: number[] = []
  let stored = 0
  await other.subscribe({
    topic,
    group: `${topic}.readers`,
    onAssigned: async () => new Map(),
    onRevoked: async () => {},
    onBatch: async (_, records) => void handled.push(...records.map(({ position }) => position)),
    storedPosition: partition => (partition === 1 ? stored : undefined)
  })
  const committed = async () => {
    const [found] = await admin.fetchOffsets({ groupId: `${topic}.readers`, topics: [topic] })
    return found!.partitions.find(({ partition }) => partition === 1)?.offset
  }
  const messages = Array.from({ length: 10 }, (_, number) => ({ key: 'a', value: `${number}` }))
  await other.append(topic, messages, { partition: 1 })
  await expect.poll(() => handled.length).toBe(10)
  await expect.poll(committed).toBe('0')
  stored = 4
  await expect.poll(committed).toBe('4')
  stored = 10
  await expect.poll(committed).toBe('10')

  // An aborted transaction contains no messages, so lag monitors must see a lag of zero.
  const producer = rawClient().producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 })
  await producer.connect()
  const transaction = await producer.transaction()
  await transaction.send({ topic, messages: [{ partition: 1, value: 'never' }] })
  await transaction.abort()
  await producer.disconnect()
  await expect.poll(committed).toBe('12')
  expect(await other.read(topic, 1, 9, 10)).toMatchObject([{ position: 9 }])

  await other.append(topic, messages, { partition: 1 })
  await expect.poll(() => handled.length).toBe(20)
  stored = 14
  await expect.poll(committed).toBe('14')
  await testEnvironment.crash(other)
  expect(await committed()).toBe('14')
})

test('updates retention and compaction of an existing topic and keeps other settings', async () => {
  const { stream, topic } = await setUp()
  const admin = rawClient().admin()
  await admin.connect()
  onTestFinished(() => admin.disconnect())
  const resource = { type: ConfigResourceTypes.TOPIC, name: topic }
  const theirs = [{ name: 'segment.ms', value: '3600000' }]
  await admin.alterConfigs({ validateOnly: false, resources: [{ ...resource, configEntries: theirs }] })
  await stream.declare([{ name: topic, partitions: 9, isCompacted: true, retentionSeconds: 60 }])
  const { resources } = await admin.describeConfigs({ resources: [resource], includeSynonyms: false })
  const found = new Map(
    resources[0]!.configEntries.map(({ configName, configValue }) => [configName, configValue])
  )
  expect(found.get('cleanup.policy')).toBe('compact')
  expect(found.get('retention.ms')).toBe('60000')
  expect(found.get('segment.ms')).toBe('3600000')
  expect(found.get('compression.type')).toBe('producer')
  expect(await stream.partitions(topic)).toBe(4)
})

test('rejects a message that the broker finds too large, with the limit', async () => {
  const { testEnvironment, topic } = await setUp()
  const generous = await testEnvironment.open({ maxMessageBytes: 5_000_000 })
  onTestFinished(() => generous.close())
  const value = JSON.stringify('x'.repeat(2_000_000))
  await expect(generous.append(topic, [{ key: 'a', value }])).rejects.toMatchObject({
    code: 'body-too-large',
    message: expect.stringContaining('5000000')
  })
})

test('splits many large messages for one partition into several requests', async () => {
  const { stream, topic } = await setUp()
  const value = JSON.stringify('x'.repeat(300_000))
  await stream.append(
    topic,
    Array.from({ length: 10 }, () => ({ key: 'a', value })),
    { partition: 0 }
  )
  expect((await stream.ends(topic))[0]!.next).toBe(10)
})

test('logs retries of the client only at level debug', async () => {
  const { testEnvironment, stream, topic } = await setUp()
  const warnings: Error[] = []
  const note = (warning: Error) => void warnings.push(warning)
  process.on('warning', note)
  onTestFinished(() => void process.off('warning', note))
  const reader = await subscribe(stream, topic, new Map())
  await stream.append(topic, [{ key: 'a', value: '1' }])
  await expect.poll(() => reader.values).toEqual(['1'])
  expect(warnings).toEqual([])
  expect(testEnvironment.lines.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([])
})

function rawClient(): Kafka {
  return new Kafka({ brokers: serverAddress('KAFKA_BROKERS').split(','), logLevel: logLevel.NOTHING })
}

async function appends(stream: EventStream, topic: string, value: string): Promise<boolean> {
  return stream.append(topic, [{ key: value, value }]).then(
    () => true,
    () => false
  )
}

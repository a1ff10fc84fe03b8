import { EventEmitter } from 'node:events'
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib'
import { expect, test } from 'vitest'
import type { SetUp } from '../../adapters/queue/rabbitmq/connection.ts'
import { type Received, startConsumer } from '../../adapters/queue/rabbitmq/consumer.ts'
import { buildRecordingLog } from '../harness/recording-log.ts'
import { buildSetClock } from '../harness/set-clock.ts'

/** A channel whose prefetch waits for `answer`. */
class SlowChannel extends EventEmitter {
  readonly answer = Promise.withResolvers<void>()
  isConsumed = false
  isClosed = false
  prefetch = () => this.answer.promise
  consume = async () => {
    this.isConsumed = true
    return { consumerTag: 'tag' }
  }
  close = async () => {
    this.isClosed = true
  }
}

async function open() {
  const channels: SlowChannel[] = []
  const model = {
    createChannel: async () => {
      const channel = new SlowChannel()
      channels.push(channel)
      return channel as unknown as Channel
    }
  } as unknown as ChannelModel
  let keptUp: SetUp = async () => {}
  const connection = {
    model: () => model,
    async keepUp(setUp: SetUp) {
      keptUp = setUp
      const done = setUp(model)
      await expect.poll(() => channels.length).toBe(1)
      channels[0]!.answer.resolve()
      await done
      return () => {}
    },
    close: async () => {}
  }
  const clock = buildSetClock()
  const { log } = buildRecordingLog()
  const consumer = await startConsumer({
    connection,
    clock,
    log,
    queue: 'q',
    prefetch: 1,
    onReceived: () => {}
  })
  return { channels, consumer, clock, reconnect: () => keptUp(model) }
}

test('consumes on one channel only if two set-ups run at the same time', async () => {
  const { channels, clock, reconnect, consumer } = await open()
  channels[0]!.emit('close')
  await reconnect()
  await expect.poll(() => channels.length).toBe(2)
  clock.advance(1_000)
  await expect.poll(() => channels.length).toBe(3)
  channels[2]!.answer.resolve()
  await expect.poll(() => channels[2]!.isConsumed).toBe(true)
  channels[1]!.answer.resolve()
  await expect.poll(() => channels[1]!.isClosed).toBe(true)
  expect(channels[1]!.isConsumed).toBe(false)
  await consumer.close()
  expect(channels[2]!.isClosed).toBe(true)
})

test('does not consume if the consumer is closed during its set-up', async () => {
  const { channels, reconnect, consumer } = await open()
  channels[0]!.emit('close')
  await reconnect()
  await expect.poll(() => channels.length).toBe(2)
  await consumer.close()
  channels[1]!.answer.resolve()
  await expect.poll(() => channels[1]!.isClosed).toBe(true)
  expect(channels[1]!.isConsumed).toBe(false)
})

/** Delivers a backlog of bodies like a broker: to each consumer up to its prefetch. */
class CountingChannel extends EventEmitter {
  readonly backlog: Buffer[]
  readonly held = new Map<unknown, string>()
  maxHeldBytes = 0
  maxHeld = 0
  #limit = 0
  #consumer: { tag: string; limit: number; take: (message: ConsumeMessage) => void } | null = null
  #tags = 0
  constructor(backlog: Buffer[]) {
    super()
    this.backlog = backlog
  }
  prefetch = async (limit: number) => {
    this.#limit = limit
  }
  consume = async (_queue: string, take: (message: ConsumeMessage) => void) => {
    if (this.#consumer) throw new Error('two consumers at a time')
    this.#consumer = { tag: `tag-${++this.#tags}`, limit: this.#limit, take }
    setImmediate(() => this.#deliver())
    return { consumerTag: this.#consumer.tag }
  }
  cancel = async (tag: string) => {
    if (this.#consumer?.tag === tag) this.#consumer = null
  }
  ack = (message: unknown) => this.#settle(message)
  nack = (message: ConsumeMessage) => {
    this.backlog.push(message.content)
    this.#settle(message)
  }
  close = async () => {}

  #settle(message: unknown) {
    this.held.delete(message)
    setImmediate(() => this.#deliver())
  }

  #deliver() {
    for (;;) {
      const consumer = this.#consumer
      const ofConsumer = [...this.held.values()].filter(tag => tag === consumer?.tag).length
      if (!consumer || ofConsumer >= consumer.limit || this.backlog.length === 0) return
      const message = { content: this.backlog.shift()!, properties: {}, fields: {} } as ConsumeMessage
      this.held.set(message, consumer.tag)
      const bytes = [...this.held.keys()].reduce<number>(
        (sum, each) => sum + (each as ConsumeMessage).content.length,
        0
      )
      this.maxHeldBytes = Math.max(this.maxHeldBytes, bytes)
      this.maxHeld = Math.max(this.maxHeld, this.held.size)
      consumer.take(message)
    }
  }
}

async function consumeAll(channel: CountingChannel, onReceived: (received: Received) => void) {
  const model = { createChannel: async () => channel } as unknown as ChannelModel
  const connection = {
    model: () => model,
    keepUp: async (setUp: SetUp) => {
      await setUp(model)
      return () => {}
    },
    close: async () => {}
  }
  const { log } = buildRecordingLog()
  return startConsumer({ connection, clock: buildSetClock(), log, queue: 'q', prefetch: 128, onReceived })
}

test('holds few messages in flight while large ones arrive', async () => {
  const channel = new CountingChannel(Array.from({ length: 300 }, () => Buffer.alloc(900_000)))
  let count = 0
  const consumer = await consumeAll(channel, received =>
    setImmediate(() => {
      count += 1
      received.ack()
    })
  )
  await expect.poll(() => count).toBe(300)
  expect(channel.maxHeldBytes).toBeLessThan(4_000_000)
  await consumer.close()
})

test('raises the prefetch after small messages and lowers it after a large one', async () => {
  const channel = new CountingChannel(Array.from({ length: 500 }, () => Buffer.from('{}')))
  const inFlight: Received[] = []
  const consumer = await consumeAll(channel, received => inFlight.push(received))
  const settleAll = () => {
    for (const received of inFlight.splice(0)) received.ack()
  }
  const countAndSettle = () => {
    if (inFlight.length < 100) settleAll()
    return inFlight.length
  }
  await expect.poll(countAndSettle).toBeGreaterThan(100)
  expect(channel.maxHeld).toBeLessThanOrEqual(128)
  channel.backlog.splice(0, Infinity, ...Array.from({ length: 20 }, () => Buffer.alloc(900_000)))
  settleAll()
  // The first large message and the four after it.
  await expect.poll(() => inFlight.length).toBe(5)
  settleAll()
  await expect.poll(() => inFlight.length).toBe(4)
  await consumer.close()
})

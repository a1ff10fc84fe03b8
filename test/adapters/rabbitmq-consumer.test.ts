import { EventEmitter } from 'node:events'
import type { Channel, ChannelModel } from 'amqplib'
import { expect, test } from 'vitest'
import type { SetUp } from '../../adapters/queue/rabbitmq/connection.ts'
import { startConsumer } from '../../adapters/queue/rabbitmq/consumer.ts'
import { buildRecordingLog } from '../harness/recording-log.ts'
import { buildSetClock } from '../harness/set-clock.ts'

/** A channel whose prefetch is answered when told. */
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

test('two set-ups that meet, after a lost connection, leave one channel that consumes', async () => {
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

test('a set-up that ends after the consumer was closed consumes nothing', async () => {
  const { channels, reconnect, consumer } = await open()
  channels[0]!.emit('close')
  await reconnect()
  await expect.poll(() => channels.length).toBe(2)
  await consumer.close()
  channels[1]!.answer.resolve()
  await expect.poll(() => channels[1]!.isClosed).toBe(true)
  expect(channels[1]!.isConsumed).toBe(false)
})

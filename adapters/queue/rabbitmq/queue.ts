import type { Channel } from 'amqplib'
import type { Clock } from '../../../ports/clock.ts'
import type { Log } from '../../../ports/log.ts'
import type { DeadLetter, Delivery, JobQueue, QueueConsumer, QueueDepth } from '../../../ports/queue.ts'
import { openConnection, withQueueErrors } from './connection.ts'
import { type ChannelConsumer, type Received, startConsumer } from './consumer.ts'
import { writeDeadLetter } from './dead-letter.ts'
import { startDeadLetterDrain } from './dead-letters.ts'
import { deadLettersOf, declareQueue } from './declare-queue.ts'
import { MAX_BODY_BYTES } from './prefetch-limit.ts'
import { openPublisher } from './publisher.ts'

interface RabbitmqQueueOptions {
  /** amqp://user:password@host:port/vhost, or amqps://. */
  readonly url: string
  readonly clock: Clock
  readonly log: Log
}

/** Maximum bytes of oversized messages in memory. Further ones are requeued until these are dead letters. */
const MAX_HELD_BYTES = 4_000_000
/** Delay before a message is requeued because its dead letter could not be written. */
const REJECT_DELAY_MILLISECONDS = 1_000

/**
 * Quorum queues with publisher confirms. While the broker is unavailable, all methods reject with
 * Failure('queue-unavailable'), and the outbox keeps the messages. Consumers resume automatically.
 */
export async function openRabbitmqQueue({ url, clock, log }: RabbitmqQueueOptions): Promise<JobQueue> {
  const connection = await openConnection(url, log)
  const publisher = await openPublisher(connection)
  const consumers = new Map<string, Set<ChannelConsumer>>()
  const drains = new Set<QueueConsumer>()
  /** Dead letters are written one by one, so that only one large message is copied at a time. */
  let deadLettering: Promise<void> = Promise.resolve()
  let heldBytes = 0
  let checking: Promise<Channel> | null = null

  async function consume(
    queue: string,
    { prefetch }: { readonly prefetch: number },
    onDelivery: (delivery: Delivery) => void
  ): Promise<QueueConsumer> {
    const onReceived = (received: Received) => {
      const delivery = toDelivery(queue, received)
      const { length } = received.message.content
      if (length <= MAX_BODY_BYTES) onDelivery(delivery)
      else if (heldBytes > 0 && heldBytes + length > MAX_HELD_BYTES) delivery.release()
      else {
        heldBytes += length
        delivery.reject(`the message has ${length} bytes; a job has at most ${MAX_BODY_BYTES}`)
        void deadLettering.then(() => (heldBytes -= length))
      }
    }
    const consumer = await startConsumer({ connection, clock, log, queue, prefetch, onReceived })
    const ofQueue = consumers.get(queue) ?? new Set()
    consumers.set(queue, ofQueue.add(consumer))
    return {
      pause: consumer.pause,
      async close() {
        ofQueue.delete(consumer)
        await consumer.close()
      }
    }
  }

  function toDelivery(queue: string, received: Received): Delivery {
    const { id, message, ack, requeue } = received
    return {
      id,
      get body() {
        return message.content.toString()
      },
      isRedelivered: message.fields.redelivered,
      done: ack,
      release: requeue,
      reject(reason) {
        deadLettering = deadLettering.then(() => deadLetter(queue, received, reason))
      }
    }
  }

  /** Writes the dead letter before it acknowledges the message. The broker's own dead lettering would lose the reason. */
  async function deadLetter(
    queue: string,
    { message, ack, requeue }: Received,
    reason: string
  ): Promise<void> {
    try {
      await publisher.publishBytes(deadLettersOf(queue), message.content, writeDeadLetter(message, reason))
      ack()
    } catch (error) {
      log.warn('dead letter could not be written', { queue, error })
      await clock.sleep(REJECT_DELAY_MILLISECONDS)
      requeue()
    }
  }

  async function consumeDeadLetters(
    queue: string,
    onDeadLetter: (deadLetter: DeadLetter) => Promise<void>
  ): Promise<QueueConsumer> {
    await declareQueue(connection.model(), queue)
    const drain = await startDeadLetterDrain({ connection, clock, log, queue, onDeadLetter })
    drains.add(drain)
    return {
      pause: drain.pause,
      async close() {
        drains.delete(drain)
        await drain.close()
      }
    }
  }

  /** The channel for checkQueue. A failed check closes the channel, and the next one opens another. */
  function openCheckChannel(): Promise<Channel> {
    checking ??= (async () => {
      const channel = await connection.model().createChannel()
      channel.on('error', () => {})
      channel.on('close', () => {
        checking = null
      })
      return channel
    })()
    checking.catch(() => {
      checking = null
    })
    return checking
  }

  async function depth(queue: string): Promise<QueueDepth> {
    const { messageCount } = await (await openCheckChannel()).checkQueue(queue)
    const inHand = [...(consumers.get(queue) ?? [])].reduce(
      (sum, consumer) => sum + consumer.inFlightCount,
      0
    )
    return { ready: messageCount, inHand }
  }

  return {
    declare: queue => withQueueErrors((async () => declareQueue(connection.model(), queue))()),
    publish: (queue, messages) => withQueueErrors(publisher.publish(queue, messages)),
    consume: (queue, options, onDelivery) => withQueueErrors(consume(queue, options, onDelivery)),
    consumeDeadLetters: (queue, onDeadLetter) => withQueueErrors(consumeDeadLetters(queue, onDeadLetter)),
    depth: queue => withQueueErrors(depth(queue)),
    async check() {
      // Makes a round trip: an open socket does not prove that the broker answers.
      await withQueueErrors((async () => (await connection.model().createChannel()).close())())
    },
    async close() {
      await Promise.all([...drains].map(drain => drain.close()))
      await deadLettering
      await Promise.all([...consumers.values()].flatMap(ofQueue => [...ofQueue].map(each => each.close())))
      await connection.close()
    }
  }
}

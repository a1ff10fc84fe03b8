import type { Channel } from 'amqplib'
import type { Clock } from '../../../ports/clock.ts'
import type { Log } from '../../../ports/log.ts'
import type { DeadLetter, Delivery, JobQueue, QueueConsumer, QueueDepth } from '../../../ports/queue.ts'
import { named, openConnection } from './connection.ts'
import { type ChannelConsumer, type Received, startConsumer } from './consumer.ts'
import { writeDeadLetter } from './dead-letter.ts'
import { startDeadLetterDrain } from './dead-letters.ts'
import { deadLettersOf, declareQueue } from './declare-queue.ts'
import { MAX_BODY_BYTES } from './prefetch-limit.ts'
import { openPublisher } from './publisher.ts'

interface RabbitmqQueueOptions {
  /** amqp://user:password@host:port/vhost, or amqps. */
  readonly url: string
  readonly clock: Clock
  readonly log: Log
}

/** Of messages that are too large for a job. What comes beyond goes back to the queue until these are dead letters. */
const MAX_HELD_BYTES = 4_000_000
/** Pause after a letter could not be written, before its message may come again. */
const REJECT_PAUSE_MILLISECONDS = 1_000

/**
 * Quorum queues with publisher confirms. While the broker is away everything rejects with Failure('queue-unavailable')
 * and the outbox keeps what is to be sent; consumers resume by themselves.
 */
export async function openRabbitmqQueue({ url, clock, log }: RabbitmqQueueOptions): Promise<JobQueue> {
  const connection = await openConnection(url, log)
  const publisher = await openPublisher(connection)
  const consumers = new Map<string, Set<ChannelConsumer>>()
  const drains = new Set<QueueConsumer>()
  /** One letter after another: large ones are not in memory twice. */
  let deadLettering: Promise<void> = Promise.resolve()
  let heldBytes = 0
  let asking: Promise<Channel> | null = null

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
        delivery.reject(`a message of ${length} bytes is no job (at most ${MAX_BODY_BYTES})`)
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
    const { id, message, ack, giveBack } = received
    return {
      id,
      get body() {
        return message.content.toString()
      },
      isRedelivered: message.fields.redelivered,
      done: ack,
      release: giveBack,
      reject(reason) {
        deadLettering = deadLettering.then(() => deadLetter(queue, received, reason))
      }
    }
  }

  /** The letter is durable before its message goes: written by us, since the broker's own would not know the reason. */
  async function deadLetter(
    queue: string,
    { message, ack, giveBack }: Received,
    reason: string
  ): Promise<void> {
    try {
      await publisher.publishBytes(deadLettersOf(queue), message.content, writeDeadLetter(message, reason))
      ack()
    } catch (error) {
      log.warn('dead letter could not be written', { queue, error })
      await clock.sleep(REJECT_PAUSE_MILLISECONDS)
      giveBack()
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

  /** A channel for questions; a refused one ends it, and the next question opens another. */
  function askingChannel(): Promise<Channel> {
    asking ??= (async () => {
      const channel = await connection.model().createChannel()
      channel.on('error', () => {})
      channel.on('close', () => {
        asking = null
      })
      return channel
    })()
    asking.catch(() => {
      asking = null
    })
    return asking
  }

  async function depth(queue: string): Promise<QueueDepth> {
    const { messageCount } = await (await askingChannel()).checkQueue(queue)
    const inHand = [...(consumers.get(queue) ?? [])].reduce((sum, consumer) => sum + consumer.inHand, 0)
    return { ready: messageCount, inHand }
  }

  return {
    declare: queue => named((async () => declareQueue(connection.model(), queue))()),
    publish: (queue, messages) => named(publisher.publish(queue, messages)),
    consume: (queue, options, onDelivery) => named(consume(queue, options, onDelivery)),
    consumeDeadLetters: (queue, onDeadLetter) => named(consumeDeadLetters(queue, onDeadLetter)),
    depth: queue => named(depth(queue)),
    async check() {
      // A question and its answer: an open socket alone proves little.
      await named((async () => (await connection.model().createChannel()).close())())
    },
    async close() {
      await Promise.all([...drains].map(drain => drain.close()))
      await deadLettering
      await Promise.all([...consumers.values()].flatMap(ofQueue => [...ofQueue].map(each => each.close())))
      await connection.close()
    }
  }
}

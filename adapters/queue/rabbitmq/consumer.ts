import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib'
import type { Clock } from '../../../ports/clock.ts'
import type { Log } from '../../../ports/log.ts'
import type { QueueConsumer } from '../../../ports/queue.ts'
import { buildBackoff } from '../../../ports/retry/backoff.ts'
import type { RetryPolicy } from '../../../ports/retry/retry-policy.ts'
import { type BrokerConnection, waitForShutdown } from './connection.ts'
import { buildPrefetchLimit } from './prefetch-limit.ts'

/** A message in flight on its channel. If the channel closes, the broker requeues the message and the methods do nothing. */
export interface Received {
  readonly message: ConsumeMessage
  readonly id: string
  ack(): void
  requeue(): void
  /** False once the message is settled or its channel is closed. */
  isInFlight(): boolean
}

export interface ChannelConsumer extends QueueConsumer {
  /** Number of messages in flight. */
  readonly inFlightCount: number
}

const RESUME_RETRY: RetryPolicy = { firstDelayMs: 1_000, maxDelayMs: 10_000 }

/**
 * Consumes on its own channel, and on a new one whenever the connection is lost or the broker closes the channel. At most
 * `prefetch` messages are in flight, and few while large messages arrive.
 */
export async function startConsumer(options: {
  readonly connection: BrokerConnection
  readonly clock: Clock
  readonly log: Log
  readonly queue: string
  readonly prefetch: number
  readonly onReceived: (received: Received) => void
}): Promise<ChannelConsumer> {
  const { connection, clock, queue, prefetch, onReceived } = options
  const log = options.log.child({ queue })
  const closing = new AbortController()
  let channel: Channel | null = null
  let consumerTag: string | null = null
  let inFlightCount = 0
  let isPaused = false
  const limit = buildPrefetchLimit(prefetch)
  /** The last prefetch that was sent to the broker. */
  let sentPrefetch = 0
  let isChanging = false
  /** Number of set-ups that began. Of several concurrent set-ups only the last one consumes. */
  let setUpCount = 0
  /** Only the first set-up is awaited. A later one must not block the other users of the connection. */
  let isStarted = false
  const removeSetUp = await connection.keepUp(async model => {
    if (!isStarted) await setUp(model)
    else void setUp(model).catch(() => void resume())
    isStarted = true
  })

  async function setUp(model: ChannelModel): Promise<void> {
    if (isPaused) return
    const number = ++setUpCount
    const opened = await model.createChannel()
    opened.on('error', error => log.debug('consuming channel failed', { error }))
    opened.on('close', () => onLost(opened))
    consumerTag = null
    sentPrefetch = limit.current
    await opened.prefetch(sentPrefetch)
    if (number !== setUpCount || closing.signal.aborted) return void opened.close().catch(() => {})
    channel = opened
    inFlightCount = 0
    await consumeOn(opened)
  }

  async function consumeOn(open: Channel): Promise<void> {
    const consuming = await open.consume(queue, message =>
      message ? receive(open, message) : onCanceled(open)
    )
    consumerTag = consuming.consumerTag
    if (isPaused) await waitForShutdown(open.cancel(consumerTag))
  }

  /** A prefetch applies to later consumers only, so this consumes again. Messages in flight stay so, and count. */
  async function changeLimit(open: Channel): Promise<void> {
    if (isChanging) return
    isChanging = true
    try {
      while (limit.current !== sentPrefetch && consumerTag !== null && channel === open && !isPaused) {
        await open.cancel(consumerTag)
        sentPrefetch = limit.current
        await open.prefetch(Math.max(1, Math.min(sentPrefetch, prefetch - inFlightCount)))
        if (!isPaused) await consumeOn(open)
      }
    } catch (error) {
      // The channel was closed: the next one begins with the new limit.
      log.debug('prefetch was not changed', { error })
    } finally {
      isChanging = false
    }
  }

  function receive(from: Channel, message: ConsumeMessage): void {
    inFlightCount += 1
    let isSettled = false
    const isInFlight = () => !isSettled && channel === from
    const settle = (how: (message: ConsumeMessage) => void) => {
      if (!isInFlight()) return
      isSettled = true
      inFlightCount -= 1
      how(message)
    }
    const received: Received = {
      message,
      id: String(message.properties.messageId ?? ''),
      ack: () => settle(each => from.ack(each)),
      requeue: () => settle(each => from.nack(each, false, true)),
      isInFlight
    }
    limit.noteArrival(message.content.length)
    if (limit.current !== sentPrefetch) void changeLimit(from)
    if (isPaused) received.requeue()
    else onReceived(received)
  }

  function onLost(lost: Channel): void {
    if (channel !== lost) return
    channel = null
    inFlightCount = 0
    void resume()
  }

  /** The broker canceled the consumer: its queue was deleted, or its node shuts down. */
  function onCanceled(canceled: Channel): void {
    log.warn('consumer was canceled by the broker')
    void canceled.close().catch(() => {})
  }

  /** Reopens a channel that was closed alone. After the loss of a connection, BrokerConnection runs the set-up. */
  async function resume(): Promise<void> {
    const backoff = buildBackoff(RESUME_RETRY, { clock })
    while (!closing.signal.aborted && !channel) {
      await backoff.wait(closing.signal)
      if (closing.signal.aborted || channel) return
      try {
        await setUp(connection.model())
        return
      } catch (error) {
        log.debug('not consuming yet', { error })
      }
    }
  }

  return {
    get inFlightCount() {
      return inFlightCount
    },
    async pause() {
      isPaused = true
      if (channel && consumerTag) await waitForShutdown(channel.cancel(consumerTag))
    },
    async close() {
      closing.abort()
      isPaused = true
      removeSetUp()
      const open = channel
      channel = null
      inFlightCount = 0
      if (open) await waitForShutdown(open.close())
    }
  }
}

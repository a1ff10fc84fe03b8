import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib'
import type { Clock } from '../../../ports/clock.ts'
import type { Log } from '../../../ports/log.ts'
import type { QueueConsumer } from '../../../ports/queue.ts'
import { buildBackoff } from '../../../ports/retry/backoff.ts'
import type { RetryPolicy } from '../../../ports/retry/retry-policy.ts'
import { type BrokerConnection, inTime } from './connection.ts'
import { buildPrefetchLimit } from './prefetch-limit.ts'

/** A message in flight, on the channel it came by. All three do nothing once that channel is gone: it went back then. */
export interface Received {
  readonly message: ConsumeMessage
  readonly id: string
  ack(): void
  giveBack(): void
  isStillOurs(): boolean
}

export interface ChannelConsumer extends QueueConsumer {
  readonly inHand: number
}

const RESUME_RETRY: RetryPolicy = { firstDelayMs: 1_000, maxDelayMs: 10_000 }

/**
 * Consumes on a channel of its own, and on a new one whenever the connection was lost or the broker ended it. At most
 * `prefetch` messages are in flight, and few while large ones come.
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
  let inHand = 0
  let isPaused = false
  const limit = buildPrefetchLimit(prefetch)
  /** What the broker was told last. */
  let sentPrefetch = 0
  let isChanging = false
  /** How many set-ups were begun: of those under way together the last alone consumes. */
  let setUps = 0
  /** From then on a queue that cannot be consumed yet, or does not answer, keeps nothing else on the connection waiting. */
  let isStarted = false
  const stopKeeping = await connection.keepUp(async model => {
    if (!isStarted) await setUp(model)
    else void setUp(model).catch(() => void resume())
    isStarted = true
  })

  async function setUp(model: ChannelModel): Promise<void> {
    if (isPaused) return
    const own = ++setUps
    const opened = await model.createChannel()
    opened.on('error', error => log.debug('consuming channel failed', { error }))
    opened.on('close', () => onLost(opened))
    consumerTag = null
    sentPrefetch = limit.current
    await opened.prefetch(sentPrefetch)
    if (own !== setUps || closing.signal.aborted) return void opened.close().catch(() => {})
    channel = opened
    inHand = 0
    await consumeOn(opened)
  }

  async function consumeOn(open: Channel): Promise<void> {
    const consuming = await open.consume(queue, message =>
      message ? receive(open, message) : onCanceled(open)
    )
    consumerTag = consuming.consumerTag
    if (isPaused) await inTime(open.cancel(consumerTag))
  }

  /** A limit holds for consumers that begin after it: what is in flight stays there, and counts. */
  async function changeLimit(open: Channel): Promise<void> {
    if (isChanging) return
    isChanging = true
    try {
      while (limit.current !== sentPrefetch && consumerTag !== null && channel === open && !isPaused) {
        await open.cancel(consumerTag)
        sentPrefetch = limit.current
        await open.prefetch(Math.max(1, Math.min(sentPrefetch, prefetch - inHand)))
        if (!isPaused) await consumeOn(open)
      }
    } catch (error) {
      // The channel ended: the next one begins with the new limit.
      log.debug('number of messages in flight not changed', { error })
    } finally {
      isChanging = false
    }
  }

  function receive(from: Channel, message: ConsumeMessage): void {
    inHand += 1
    let isSettled = false
    const isStillOurs = () => !isSettled && channel === from
    const settle = (how: (message: ConsumeMessage) => void) => {
      if (!isStillOurs()) return
      isSettled = true
      inHand -= 1
      how(message)
    }
    const received: Received = {
      message,
      id: String(message.properties.messageId ?? ''),
      ack: () => settle(each => from.ack(each)),
      giveBack: () => settle(each => from.nack(each, false, true)),
      isStillOurs
    }
    limit.noteArrival(message.content.length)
    if (limit.current !== sentPrefetch) void changeLimit(from)
    if (isPaused) received.giveBack()
    else onReceived(received)
  }

  function onLost(lost: Channel): void {
    if (channel !== lost) return
    channel = null
    inHand = 0
    void resume()
  }

  /** The broker ended the consumer: its queue was deleted, or its node leaves. */
  function onCanceled(canceled: Channel): void {
    log.warn('consumer was ended by the broker')
    void canceled.close().catch(() => {})
  }

  /** A lost connection brings its own set-up; this is for a channel lost alone. */
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
    get inHand() {
      return inHand
    },
    async pause() {
      isPaused = true
      if (channel && consumerTag) await inTime(channel.cancel(consumerTag))
    },
    async close() {
      closing.abort()
      isPaused = true
      stopKeeping()
      const open = channel
      channel = null
      inHand = 0
      if (open) await inTime(open.close())
    }
  }
}

import type { Clock } from '../../../ports/clock.ts'
import type { Log } from '../../../ports/log.ts'
import type { DeadLetter, QueueConsumer } from '../../../ports/queue.ts'
import { buildBackoff } from '../../../ports/retry/backoff.ts'
import type { RetryPolicy } from '../../../ports/retry/retry-policy.ts'
import type { BrokerConnection } from './connection.ts'
import { type Received, startConsumer } from './consumer.ts'
import { deadLettersOf } from './declare-queue.ts'
import { readLetter } from './letter.ts'

const POLICY: RetryPolicy = { firstDelayMs: 1_000, maxDelayMs: 30_000 }

/** Hands letters over one after another; one whose handler failed is retried with exponential backoff. */
export async function startDeadLetterDrain(options: {
  readonly connection: BrokerConnection
  readonly clock: Clock
  readonly log: Log
  readonly queue: string
  readonly onLetter: (letter: DeadLetter) => Promise<void>
}): Promise<QueueConsumer> {
  const { clock, log, queue, onLetter } = options
  const closing = new AbortController()
  const handling = new Set<Promise<void>>()
  const consumer = await startConsumer({
    ...options,
    queue: deadLettersOf(queue),
    prefetch: 1,
    onReceived(received) {
      const handled: Promise<void> = handOver(received).finally(() => handling.delete(handled))
      handling.add(handled)
    }
  })

  /** Kept in hand meanwhile: giving it back would count against the queue's delivery limit. */
  async function handOver(received: Received): Promise<void> {
    const letter = readLetter(received.message, queue)
    const backoff = buildBackoff(POLICY, { clock })
    while (!closing.signal.aborted && received.isStillOurs()) {
      try {
        await onLetter(letter)
        received.ack()
        return
      } catch (error) {
        log.warn('dead letter could not be handed over', { queue, error })
        await backoff.wait(closing.signal)
      }
    }
  }

  async function stop(): Promise<void> {
    closing.abort()
    await consumer.pause()
    await Promise.all(handling)
  }

  return {
    pause: stop,
    async close() {
      await stop()
      await consumer.close()
    }
  }
}

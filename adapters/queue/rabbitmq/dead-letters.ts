import type { Clock } from '../../../ports/clock.ts'
import type { Log } from '../../../ports/log.ts'
import type { DeadLetter, QueueConsumer } from '../../../ports/queue.ts'
import { buildBackoff } from '../../../ports/retry/backoff.ts'
import type { RetryPolicy } from '../../../ports/retry/retry-policy.ts'
import type { BrokerConnection } from './connection.ts'
import { type Received, startConsumer } from './consumer.ts'
import { readDeadLetter } from './dead-letter.ts'
import { deadLettersOf } from './declare-queue.ts'

const POLICY: RetryPolicy = { firstDelayMs: 1_000, maxDelayMs: 30_000 }

/** Passes dead letters to the handler one by one, and retries a failed one with exponential backoff. */
export async function startDeadLetterDrain(options: {
  readonly connection: BrokerConnection
  readonly clock: Clock
  readonly log: Log
  readonly queue: string
  readonly onDeadLetter: (deadLetter: DeadLetter) => Promise<void>
}): Promise<QueueConsumer> {
  const { clock, log, queue, onDeadLetter } = options
  const closing = new AbortController()
  const handling = new Set<Promise<void>>()
  const consumer = await startConsumer({
    ...options,
    queue: deadLettersOf(queue),
    prefetch: 1,
    onReceived(received) {
      const handled: Promise<void> = deliver(received).finally(() => handling.delete(handled))
      handling.add(handled)
    }
  })

  /** Keeps the message in flight between attempts: a requeue would count against the delivery limit of the queue. */
  async function deliver(received: Received): Promise<void> {
    const deadLetter = readDeadLetter(received.message, queue)
    const backoff = buildBackoff(POLICY, { clock })
    while (!closing.signal.aborted && received.isInFlight()) {
      try {
        await onDeadLetter(deadLetter)
        received.ack()
        return
      } catch (error) {
        log.warn('dead letter was not handled and is retried', { queue, error })
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

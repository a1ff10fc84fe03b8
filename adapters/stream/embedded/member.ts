import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../../../ports/clock.ts'
import type { Log } from '../../../ports/log.ts'
import { buildBackoff } from '../../../ports/retry/backoff.ts'
import type { RetryPolicy } from '../../../ports/retry/retry-policy.ts'
import type { StreamSubscription } from '../../../ports/stream.ts'
import type { TopicLog } from './topic-log.ts'

/** One subscriber of a group. Reads its partitions, one batch at a time for each. */
export interface Member {
  readonly owned: ReadonlySet<number>
  /** Resolves once the subscriber has returned its positions. Retries a failed call with exponential backoff. */
  assign(partitions: readonly number[]): Promise<void>
  /** Resolves once no batch of these partitions is being handled and the subscriber was notified. */
  revoke(partitions: readonly number[]): Promise<void>
  /** Call it when these partitions have new messages. */
  wake(partitions: readonly number[]): void
  /** Stops retries of `assign`. Call `revoke` for the owned partitions afterwards. */
  stop(): void
}

/** Maximum number of messages in one batch. */
const MAX_BATCH_MESSAGES = 1_000
/** Maximum number of messages in all batches that are handled at the same time. */
const MAX_MESSAGES_IN_FLIGHT = 2_000
const POLICY: RetryPolicy = { firstDelayMs: 100, maxDelayMs: 10_000 }

export function buildMember(options: {
  readonly subscription: StreamSubscription
  readonly topicLog: TopicLog
  readonly clock: Clock
  readonly log: Log
}): Member {
  const { subscription, topicLog, clock } = options
  const { topic, group } = subscription
  const log = options.log.child({ topic, group })
  const positions = new Map<number, number>()
  const owned = new Set<number>()
  const waiting = new Set<number>()
  const handling = new Map<number, Promise<void>>()
  const revoking = new Map<number, AbortController>()
  const stopping = new AbortController()
  let messagesInFlight = 0

  async function assign(partitions: readonly number[]): Promise<void> {
    const backoff = buildBackoff(POLICY, { clock })
    while (!stopping.signal.aborted) {
      try {
        const begins = await subscription.onAssigned(partitions)
        for (const partition of partitions) {
          positions.set(partition, begins.get(partition) ?? 0)
          revoking.set(partition, new AbortController())
          owned.add(partition)
        }
        wake(partitions)
        return
      } catch (error) {
        log.warn('partitions could not be assigned and are retried', { partitions: partitions.length, error })
        await backoff.wait(stopping.signal)
      }
    }
  }

  async function revoke(partitions: readonly number[]): Promise<void> {
    const revoked = partitions.filter(partition => owned.delete(partition))
    for (const partition of revoked) {
      waiting.delete(partition)
      revoking.get(partition)?.abort()
    }
    await Promise.all(revoked.map(partition => handling.get(partition)))
    if (revoked.length === 0) return
    await subscription
      .onRevoked(revoked)
      .catch(error => log.error('partitions could not be revoked', { error }))
  }

  function wake(partitions: readonly number[]): void {
    for (const partition of partitions)
      if (owned.has(partition) && positions.get(partition)! < topicLog.next[partition]!)
        waiting.add(partition)
    startBatches()
  }

  function startBatches(): void {
    for (const partition of waiting) {
      if (handling.has(partition)) continue
      const messages = Math.min(MAX_BATCH_MESSAGES, topicLog.next[partition]! - positions.get(partition)!)
      if (messagesInFlight > 0 && messagesInFlight + messages > MAX_MESSAGES_IN_FLIGHT) return
      waiting.delete(partition)
      handling.set(partition, handle(partition, messages))
    }
  }

  /** Reads one batch of about `messages` messages and passes it to the subscriber. Retries it with exponential backoff. */
  async function handle(partition: number, messages: number): Promise<void> {
    const { signal } = revoking.get(partition)!
    const backoff = buildBackoff(POLICY, { clock })
    while (owned.has(partition)) {
      messagesInFlight += messages
      // The code below may only await settled promises; this lets timers and I/O run.
      await setImmediate()
      try {
        const records = await topicLog.read(partition, positions.get(partition)!, MAX_BATCH_MESSAGES)
        if (records.length > 0 && owned.has(partition)) {
          await subscription.onBatch(partition, records)
          positions.set(partition, records.at(-1)!.position + 1)
        }
        messagesInFlight -= messages
        break
      } catch (error) {
        // A batch that waits for its retry does not count, so that one that keeps failing does not block the others.
        messagesInFlight -= messages
        startBatches()
        log.warn('batch failed and is retried', { partition, position: positions.get(partition), error })
        await backoff.wait(signal)
      }
    }
    handling.delete(partition)
    wake([partition])
  }

  return { owned, assign, revoke, wake, stop: () => stopping.abort() }
}

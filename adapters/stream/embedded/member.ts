import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../../../ports/clock.ts'
import type { Log } from '../../../ports/log.ts'
import { buildBackoff } from '../../../ports/retry/backoff.ts'
import type { RetryPolicy } from '../../../ports/retry/retry-policy.ts'
import type { StreamSubscription } from '../../../ports/stream.ts'
import type { TopicLog } from './topic-log.ts'

/** One subscriber of a group: reads the partitions it was given, each one batch at a time. */
export interface Member {
  readonly owned: ReadonlySet<number>
  /** Resolves once the subscriber has said where to begin; retries one that fails, with exponential backoff. */
  assign(partitions: readonly number[]): Promise<void>
  /** Resolves once no batch of these is being handled and the subscriber knows. */
  revoke(partitions: readonly number[]): Promise<void>
  /** These have new messages. */
  wake(partitions: readonly number[]): void
  /** Stops asking; `revoke` is still to be called for what is owned. */
  stop(): void
}

/** Messages of one batch, and of all batches being handled: many small ones go side by side, large ones hardly. */
const MAX_MESSAGES = 1_000
const MAX_HELD = 2_000
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
  let held = 0

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
        log.warn('partitions could not be taken over', { partitions: partitions.length, error })
        await backoff.wait(stopping.signal)
      }
    }
  }

  async function revoke(partitions: readonly number[]): Promise<void> {
    const ours = partitions.filter(partition => owned.delete(partition))
    for (const partition of ours) {
      waiting.delete(partition)
      revoking.get(partition)?.abort()
    }
    await Promise.all(ours.map(partition => handling.get(partition)))
    if (ours.length === 0) return
    await subscription
      .onRevoked(ours)
      .catch(error => log.error('revoked partitions were not let go', { error }))
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
      const messages = Math.min(MAX_MESSAGES, topicLog.next[partition]! - positions.get(partition)!)
      if (held > 0 && held + messages > MAX_HELD) return
      waiting.delete(partition)
      handling.set(partition, handle(partition, messages))
    }
  }

  /** Reads and hands over one batch of about so many; retries it with exponential backoff. */
  async function handle(partition: number, messages: number): Promise<void> {
    const { signal } = revoking.get(partition)!
    const backoff = buildBackoff(POLICY, { clock })
    while (owned.has(partition)) {
      held += messages
      // Nothing below need ever wait for more than a promise: timers and what comes from outside have their turn here.
      await setImmediate()
      try {
        const records = await topicLog.read(partition, positions.get(partition)!, MAX_MESSAGES)
        if (records.length > 0 && owned.has(partition)) {
          await subscription.onBatch(partition, records)
          positions.set(partition, records.at(-1)!.position + 1)
        }
        held -= messages
        break
      } catch (error) {
        // What is read again is not held meanwhile: one that keeps failing is in nobody's way.
        held -= messages
        startBatches()
        log.warn('batch was not handled', { partition, position: positions.get(partition), error })
        await backoff.wait(signal)
      }
    }
    handling.delete(partition)
    wake([partition])
  }

  return { owned, assign, revoke, wake, stop: () => stopping.abort() }
}

import type { Clock } from '../../../ports/clock.ts'
import type { Database } from '../../../ports/database.ts'
import type { Log } from '../../../ports/log.ts'
import { writeProperties } from '../../../ports/properties.ts'
import type { DeadLetter } from '../../../ports/queue.ts'
import { buildBackoff } from '../../../ports/retry/backoff.ts'
import type { RetryPolicy } from '../../../ports/retry/retry-policy.ts'

export interface DeadLetterDrain {
  /** Call it when there may be a new dead letter. */
  wake(): void
  /** Resolves once no dead letter is being handled. */
  close(): Promise<void>
}

const POLICY: RetryPolicy = { firstDelayMs: 1_000, maxDelayMs: 30_000 }

/** Passes dead letters to the handler one by one, and retries a failed one with exponential backoff. */
export function startDeadLetterDrain(options: {
  readonly queue: string
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  readonly onDeadLetter: (deadLetter: DeadLetter) => Promise<void>
}): DeadLetterDrain {
  const { queue, database, clock, log, onDeadLetter } = options
  const closing = new AbortController()
  let isAsked = false
  let draining: Promise<void> | null = null
  wake()

  function wake(): void {
    isAsked = true
    draining ??= drain().finally(() => {
      draining = null
      if (isAsked && !closing.signal.aborted) wake()
    })
  }

  async function drain(): Promise<void> {
    const backoff = buildBackoff(POLICY, { clock })
    while (isAsked && !closing.signal.aborted) {
      isAsked = false
      try {
        while (!closing.signal.aborted && (await deliverNext())) backoff.reset()
      } catch (error) {
        log.warn('dead letter was not handled and is retried', { queue, error })
        isAsked = true
        await backoff.wait(closing.signal)
      }
    }
  }

  /** Resolves with false if there is no dead letter. */
  async function deliverNext(): Promise<boolean> {
    const ofQueue = database.reader.selectFrom('queue_dead_letters').where('queue', '=', queue)
    const found = await ofQueue.selectAll().orderBy('sequence').limit(1).executeTakeFirst()
    if (!found) return false
    const { sequence, letter_id, id: messageId, body, reason } = found
    const properties = writeProperties({ messageId })
    await onDeadLetter({ id: letter_id, queue, body: Buffer.from(body), properties, reason })
    await database.write(transaction =>
      transaction
        .deleteFrom('queue_dead_letters')
        .where('queue', '=', queue)
        .where('sequence', '=', sequence)
        .execute()
    )
    return true
  }

  return {
    wake,
    async close() {
      closing.abort()
      await draining
    }
  }
}

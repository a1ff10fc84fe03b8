import { sql, type Transaction } from 'kysely'
import type { Clock } from '../../../ports/clock.ts'
import type { Database } from '../../../ports/database.ts'
import type { Log } from '../../../ports/log.ts'
import { buildBackoff } from '../../../ports/retry/backoff.ts'
import type { RetryPolicy } from '../../../ports/retry/retry-policy.ts'
import type { QueueDeadLetterRow, Tables } from '../../../ports/tables.ts'

/** A rejected message, to be stored as a dead letter. */
export type RejectedMessage = Omit<QueueDeadLetterRow, 'sequence'>

interface Settlement {
  readonly queue: string
  readonly sequence: number
  readonly deadLetter: RejectedMessage | undefined
}

/** Deletes settled messages in groups. */
interface Settler {
  /** Resolves once durable, or once `close` gave up. A message whose settlement is lost in a crash is delivered again. */
  settle(settlement: Settlement): Promise<void>
  /** Makes one last attempt and ends. */
  close(): Promise<void>
}

const POLICY: RetryPolicy = { firstDelayMs: 1_000, maxDelayMs: 10_000 }

export function buildSettler(options: {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
}): Settler {
  const { database, clock, log } = options
  const closing = new AbortController()
  let collected: Settlement[] = []
  let next: Promise<void> | null = null

  function settle(settlement: Settlement): Promise<void> {
    collected.push(settlement)
    next ??= settleCollected()
    return next
  }

  /** Settlements that arrive during a write form the next group. */
  let writing: Promise<void> = Promise.resolve()
  async function settleCollected(): Promise<void> {
    await writing
    const group = collected
    collected = []
    next = null
    writing = writeGroup(group)
    await writing
  }

  async function writeGroup(group: readonly Settlement[]): Promise<void> {
    const backoff = buildBackoff(POLICY, { clock })
    for (;;) {
      try {
        return await write(database, group)
      } catch (error) {
        log.warn('settled messages could not be deleted', { messages: group.length, error })
        if (closing.signal.aborted) return
        await backoff.wait(closing.signal)
      }
    }
  }

  return {
    settle,
    async close() {
      closing.abort()
      await next
      await writing
    }
  }
}

async function write(database: Database, group: readonly Settlement[]): Promise<void> {
  const settle = async (transaction: Transaction<Tables>) => {
    for (const [queue, settlements] of Map.groupBy(group, settlement => settlement.queue)) {
      const deadLetters = settlements.flatMap(({ sequence, deadLetter }) =>
        deadLetter ? [{ ...deadLetter, sequence }] : []
      )
      if (deadLetters.length > 0)
        await transaction.insertInto('queue_dead_letters').values(deadLetters).execute()
      const sequences = JSON.stringify(settlements.map(({ sequence }) => sequence))
      // The statement is the same for any number of messages, so it is prepared once.
      await sql`delete from queue_messages
        where queue = ${queue} and sequence in (select value from json_each(${sequences}))`.execute(
        transaction
      )
    }
  }
  // A power cut may undo the deletion of a message, which is then delivered again. A dead letter must not be lost.
  await database.write(settle, { isDurable: group.some(({ deadLetter }) => deadLetter !== undefined) })
}

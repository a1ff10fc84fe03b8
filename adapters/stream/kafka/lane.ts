import type { Clock } from '../../../ports/clock.ts'
import type { Log } from '../../../ports/log.ts'
import { buildBackoff } from '../../../ports/retry/backoff.ts'
import type { RetryPolicy } from '../../../ports/retry/retry-policy.ts'
import type { StreamRecord } from '../../../ports/stream.ts'

/** The buffer of one owned partition. The subscriber gets its fetched records one batch at a time. */
export interface Lane {
  /** The position to commit if the subscriber has stored `position`: later only if no message lies between. */
  committable(position: number): number
  /** Adds the records that are new. `next`: the position after them, and after offsets that compaction removed. */
  push(records: readonly StreamRecord[], next: number): void
  /** Starts no further batch, and resolves once none is being handled. */
  close(): Promise<void>
}

const MAX_BATCH_RECORDS = 1_000
/** Above one of these limits fetching pauses, until the lane is at half of both. */
const MAX_WAITING_RECORDS = 4_000
const MAX_WAITING_CHARACTERS = 16_000_000
/** A record with more characters is large. Above MAX_LARGE_CHARACTERS in all lanes, a lane fetches only once it is empty. */
const LARGE_CHARACTERS = 10_000
const MAX_LARGE_CHARACTERS = 16_000_000
const POLICY: RetryPolicy = { firstDelayMs: 100, maxDelayMs: 10_000 }

/** Shared by the lanes of one member. */
export interface LaneBudget {
  largeCharacters: number
}

export function buildLane(options: {
  readonly partition: number
  readonly begin: number
  readonly clock: Clock
  readonly log: Log
  readonly budget: LaneBudget
  readonly onBatch: (partition: number, records: readonly StreamRecord[]) => Promise<void>
  readonly pause: () => void
  readonly resume: () => void
}): Lane {
  const { partition, begin, clock, log, budget, onBatch, pause, resume } = options
  const closing = new AbortController()
  let waiting: StreamRecord[] = []
  let waitingCharacters = 0
  let handled = begin
  let fetched = begin
  let isPaused = false
  let handling: Promise<void> | null = null

  function startHandling(): void {
    if (handling || waiting.length === 0) return
    handling = handleAll().finally(() => {
      handling = null
    })
  }

  async function handleAll(): Promise<void> {
    const backoff = buildBackoff(POLICY, { clock })
    while (waiting.length > 0 && !closing.signal.aborted) {
      const batch = waiting.slice(0, MAX_BATCH_RECORDS)
      try {
        await onBatch(partition, batch)
        backoff.reset()
        waiting = waiting.slice(batch.length)
        waitingCharacters -= countCharacters(batch)
        budget.largeCharacters -= countLarge(batch)
        handled = batch.at(-1)!.position + 1
        if (!isPaused || isOver(0.5) || isBudgetSpent() || closing.signal.aborted) continue
        isPaused = false
        resume()
      } catch (error) {
        log.warn('batch failed and is retried', { partition, position: batch[0]!.position, error })
        await backoff.wait(closing.signal)
      }
    }
  }

  function isOver(share: number): boolean {
    return waiting.length > share * MAX_WAITING_RECORDS || waitingCharacters > share * MAX_WAITING_CHARACTERS
  }

  function isBudgetSpent(): boolean {
    return waiting.length > 0 && budget.largeCharacters > MAX_LARGE_CHARACTERS
  }

  return {
    committable: position => (waiting.length === 0 && position === handled ? fetched : position),
    push(records, next) {
      if (closing.signal.aborted) return
      const fresh = records.filter(({ position }) => position >= fetched)
      waiting = waiting.concat(fresh)
      waitingCharacters += countCharacters(fresh)
      budget.largeCharacters += countLarge(fresh)
      fetched = Math.max(fetched, next)
      if (!isPaused && (isOver(1) || isBudgetSpent())) {
        isPaused = true
        pause()
      }
      startHandling()
    },
    async close() {
      closing.abort()
      await handling
      budget.largeCharacters -= countLarge(waiting)
      waiting = []
    }
  }
}

function countLarge(records: readonly StreamRecord[]): number {
  return countCharacters(records.filter(({ value }) => value.length > LARGE_CHARACTERS))
}

function countCharacters(records: readonly StreamRecord[]): number {
  return records.reduce((sum, { value }) => sum + value.length, 0)
}

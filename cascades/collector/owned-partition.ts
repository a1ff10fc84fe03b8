import type { Clock } from '../../ports/clock.ts'
import { Failure, isUnavailable } from '../../ports/errors.ts'
import type { Log } from '../../ports/log.ts'
import { type Backoff, buildBackoff } from '../../ports/retry/backoff.ts'
import type { RetryPolicy } from '../../ports/retry/retry-policy.ts'
import type { StreamRecord } from '../../ports/stream.ts'
import { ForeignCascades, type NotedForecast } from '../rows/cascades.ts'
import type { Changes } from './changes.ts'
import type { Partition } from './partition.ts'
import type { Turns } from './turns.ts'

interface OwnedPartitionParts {
  readonly clock: Clock
  readonly log: Log
  /** Writes changes since the position `from`; throws Failure('conflict') when another owner has the partition. */
  write(from: number, changes: Changes): Promise<void>
  /** Opens the partition at its last checkpoint and reads the records up to the position again. */
  reopen(position: number): Promise<Partition>
  /** Limits the rows that all partitions of the process write at once, since a write holds several copies of its rows. */
  readonly turns: Turns
  /** Maximum delay before changes are written, and before effects (predictions, endings) are written. */
  readonly everyMilliseconds: number
  readonly effectMilliseconds: number
  /** Time between checkpoints that write every changed row. Longer when such a checkpoint is slow. */
  readonly wholeMilliseconds: number
  /** Maximum number of records ahead of the last checkpoint, before reading waits for the next one. */
  readonly maxAhead: number
}

const STORE_RETRY: RetryPolicy = { firstDelayMs: 500, maxDelayMs: 5_000 }
/** A refusal usually needs a person to fix it, so the delays grow long. */
const REFUSED_RETRY: RetryPolicy = { firstDelayMs: 1_000, maxDelayMs: 300_000 }
/** Maximum size of unreadable records in memory, before reading waits for a checkpoint. */
const MAX_UNREADABLE_BYTES = 100_000
/** The pause after a checkpoint is at least this many times its duration. */
const COST_SHARE = 4
/** Limit of that pause: a store that was slow may be fast again. */
const MAX_PAUSE_MILLISECONDS = 3_000
/** A checkpoint is urgent from this many rows on, or from half of maxAhead, so that reading need not wait for it. */
const MANY_ROWS = 4_000
/** COST_SHARE for checkpoints that write every changed row. */
const WHOLE_COST_SHARE = 10

/**
 * A partition owned by this process. It applies records and the passing of time one after the other, and writes
 * checkpoints concurrently. While the store is unavailable it retries the same checkpoint with exponential backoff. After
 * a refusal it reopens the partition from the last checkpoint. It stops when another owner has taken the partition.
 */
export class OwnedPartition {
  #partition: Partition
  readonly #parts: OwnedPartitionParts
  readonly #ending = new AbortController()
  #lane: Promise<void> = Promise.resolve()
  #written: number
  #writing: Promise<void> | null = null
  #writtenAt: number
  #cost = 0
  #wholeAt: number
  #wholeCost = 0

  constructor(partition: Partition, parts: OwnedPartitionParts) {
    this.#partition = partition
    this.#parts = parts
    this.#written = partition.position
    this.#writtenAt = parts.clock.monotonic()
    this.#wholeAt = this.#writtenAt
  }

  get partition(): Partition {
    return this.#partition
  }

  get isLost(): boolean {
    return this.#ending.signal.aborted
  }

  /** Resolves once the records are applied. */
  async take(records: readonly StreamRecord[]): Promise<void> {
    await this.#inTurn(() => this.partition.apply(records))
    while (!this.isLost && this.#isTooFarAhead()) {
      this.#startWriting()
      await this.#writing
    }
  }

  #isTooFarAhead(): boolean {
    const { position, unreadableBytes } = this.partition
    return position - this.#written > this.#parts.maxAhead || unreadableBytes > MAX_UNREADABLE_BYTES
  }

  /** Fires due timers, and starts a checkpoint when one is due. */
  async tick(): Promise<void> {
    await this.#inTurn(() => this.partition.advance())
    if (this.#writing !== null) return
    if (!this.partition.hasChanges && !(this.partition.hasJournal && this.#isWholeDue())) return
    const waited = this.#parts.clock.monotonic() - this.#writtenAt
    const { everyMilliseconds, effectMilliseconds } = this.#parts
    const isUrgent =
      this.partition.hasEffects ||
      this.partition.changedRows(false) >= MANY_ROWS ||
      2 * (this.partition.position - this.#written) >= this.#parts.maxAhead
    // Checkpoints take at most a fifth of the time: after a slow one, the next one collects more changes.
    const pause = isUrgent ? effectMilliseconds : everyMilliseconds
    const costPause = Math.min(COST_SHARE * this.#cost, MAX_PAUSE_MILLISECONDS)
    if (waited >= Math.max(pause, costPause)) this.#startWriting()
  }

  noteForecasts(forecasts: readonly NotedForecast[]): Promise<void> {
    return this.#inTurn(async () => this.partition.noteForecasts(forecasts))
  }

  forget(ids: readonly string[]): Promise<void> {
    return this.#inTurn(async () => this.partition.forget(ids))
  }

  /** Writes the remaining changes, for at most `milliseconds`, and stops. */
  async close(milliseconds: number): Promise<void> {
    const { clock } = this.#parts
    const limit = new AbortController()
    const drained = (async () => {
      await this.#lane
      while (!this.isLost && (this.#writing !== null || this.partition.hasChanges)) {
        this.#startWriting()
        await this.#writing
      }
    })()
    await Promise.race([drained, clock.sleep(milliseconds, limit.signal)])
    limit.abort()
    this.#ending.abort()
  }

  #isWholeDue(): boolean {
    const waited = this.#parts.clock.monotonic() - this.#wholeAt
    return waited >= Math.max(this.#parts.wholeMilliseconds, WHOLE_COST_SHARE * this.#wholeCost)
  }

  #startWriting(): void {
    if (this.#writing !== null || this.isLost) return
    this.#writing = this.#write().finally(() => {
      this.#writing = null
    })
  }

  async #write(): Promise<void> {
    const { clock, log, turns } = this.#parts
    let changes: Changes | null = null
    let rows = 0
    const isWhole = this.#isWholeDue()
    const backoff = buildBackoff(STORE_RETRY, { clock })
    const refusals = buildBackoff(REFUSED_RETRY, { clock })
    while (!this.isLost) {
      // The cost counts only the successful attempt, not the time while the store was unavailable.
      const startedAt = clock.monotonic()
      try {
        await turns.run(
          () => (changes === null ? this.partition.changedRows(isWhole) : rows),
          async () => {
            if (this.isLost) return
            rows ||= this.partition.changedRows(isWhole)
            changes ??= this.partition.takeChanges(isWhole)
            await this.#parts.write(this.#written, changes)
            this.#written = changes.position
          }
        )
        this.partition.evict()
        this.#writtenAt = clock.monotonic()
        this.#cost = this.#writtenAt - startedAt
        if (!this.partition.hasJournal) {
          this.#wholeAt = this.#writtenAt
          this.#wholeCost = this.#cost
        }
        return
      } catch (cause) {
        if (cause instanceof Failure && cause.code === 'conflict') {
          log.warn('a partition was lost to another collector', { partition: this.partition.number, cause })
          this.#ending.abort()
        } else if (isUnavailable(cause)) {
          log.error('a checkpoint could not be written; retrying', {
            partition: this.partition.number,
            cause
          })
          await backoff.wait(this.#ending.signal)
        } else {
          await this.#startOver(cause, refusals)
          changes = null
          rows = 0
        }
      }
    }
  }

  async #startOver(cause: unknown, refusals: Backoff): Promise<void> {
    const { log, reopen } = this.#parts
    const fields = { partition: this.partition.number, cause }
    if (cause instanceof ForeignCascades)
      log.info('another partition has begun the same cascades; read again from the last checkpoint', fields)
    else {
      log.error('the database refused a checkpoint; read again from the last checkpoint', fields)
      await refusals.wait(this.#ending.signal)
    }
    await this.#inTurn(async () => {
      this.#partition = await reopen(this.#partition.position)
    })
  }

  /** Runs one piece of work at a time; retries it with exponential backoff when the store cannot be read. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#lane.then(async () => {
      const backoff = buildBackoff(STORE_RETRY, { clock: this.#parts.clock })
      const refusals = buildBackoff(REFUSED_RETRY, { clock: this.#parts.clock })
      while (!this.isLost) {
        try {
          return await work()
        } catch (cause) {
          this.#parts.log.error('the cascade store could not be read; retrying', {
            partition: this.partition.number,
            cause
          })
          await (isUnavailable(cause) ? backoff : refusals).wait(this.#ending.signal)
        }
      }
    })
    this.#lane = turn
    return turn
  }
}

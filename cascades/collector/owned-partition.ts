import type { Clock } from '../../ports/clock.ts'
import { Failure, isUnavailable } from '../../ports/errors.ts'
import type { Log } from '../../ports/log.ts'
import { type Backoff, buildBackoff } from '../../ports/retry/backoff.ts'
import type { RetryPolicy } from '../../ports/retry/retry-policy.ts'
import type { StreamRecord } from '../../ports/stream.ts'
import { ForeignCascades } from '../rows/cascades.ts'
import type { Changes } from './changes.ts'
import type { Partition } from './partition.ts'
import type { Turns } from './turns.ts'

interface OwnedPartitionParts {
  readonly clock: Clock
  readonly log: Log
  /** Writes changes since the position `from`; throws Failure('conflict') when the partition is another's by now. */
  write(from: number, changes: Changes): Promise<void>
  /** The partition as of its last checkpoint, with all that was read since up to the position. */
  reopen(position: number): Promise<Partition>
  /** Of all partitions of the process, by rows: what is being written is in memory several times over. */
  readonly turns: Turns
  /** At the latest after so many milliseconds changes are written, and effects (predictions, endings) after so many. */
  readonly everyMilliseconds: number
  readonly effectMilliseconds: number
  /** The rows of cascades are behind what is known of them for so long, or where that costs too much for longer. */
  readonly wholeMilliseconds: number
  /** Records that may be ahead of the last checkpoint before reading waits for it. */
  readonly maxAhead: number
}

const STORE_RETRY: RetryPolicy = { firstDelayMs: 500, maxDelayMs: 5_000 }
/** Nobody but a person can help by then. */
const REFUSED_RETRY: RetryPolicy = { firstDelayMs: 1_000, maxDelayMs: 300_000 }
/** Above which what could not be read is written before more is read. */
const MAX_UNREADABLE_BYTES = 100_000
const COST_SHARE = 4
/** A store that was slow may be fast again: what waits is not left to wait for long. */
const MAX_PAUSE_MILLISECONDS = 3_000
/** So many are written at once, as is half of what reading may be ahead by: reading need not wait for them then. */
const MANY_ROWS = 4_000
/** The same for checkpoints that write every changed cascade's row. */
const WHOLE_COST_SHARE = 10

/**
 * A partition owned by this process: takes records and time in turn, and has its changes written while it continues.
 * What cannot be written while the store is unavailable is tried again, unchanged. What the store refuses would be refused
 * again: the partition is read anew from the last checkpoint. One that is lost to another owner does nothing more.
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

  /** Resolves once the records are taken in. */
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

  /** Does what time has made due, and writes what has waited long enough. */
  async tick(): Promise<void> {
    await this.#inTurn(() => this.partition.advance())
    if (this.#writing !== null) return
    if (!this.partition.hasChanges && !(this.partition.hasJournal && this.#isWholeDue())) return
    const waited = this.#parts.clock.monotonic() - this.#writtenAt
    const { everyMilliseconds, effectMilliseconds } = this.#parts
    const isPressing =
      this.partition.hasEffects ||
      this.partition.changedRows(false) >= MANY_ROWS ||
      2 * (this.partition.position - this.#written) >= this.#parts.maxAhead
    // A fifth of the time at most goes into checkpoints: the more one costs, the more the next takes along.
    const pause = isPressing ? effectMilliseconds : everyMilliseconds
    const ofCost = Math.min(COST_SHARE * this.#cost, MAX_PAUSE_MILLISECONDS)
    if (waited >= Math.max(pause, ofCost)) this.#startWriting()
  }

  forget(ids: readonly string[]): Promise<void> {
    return this.#inTurn(async () => this.partition.forget(ids))
  }

  /** Writes all there is (as far as that works within the time) and lets go. */
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
      // Of an attempt that succeeds alone: while the store was away nothing was spent.
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
          log.error('a checkpoint could not be written; tried again', {
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
      log.error('a checkpoint was refused; read again from the last one', fields)
      await refusals.wait(this.#ending.signal)
    }
    await this.#inTurn(async () => {
      this.#partition = await reopen(this.#partition.position)
    })
  }

  /** One thing at a time; again after a pause when the store could not be read. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#lane.then(async () => {
      const backoff = buildBackoff(STORE_RETRY, { clock: this.#parts.clock })
      const refusals = buildBackoff(REFUSED_RETRY, { clock: this.#parts.clock })
      while (!this.isLost) {
        try {
          return await work()
        } catch (cause) {
          this.#parts.log.error('the store could not be read; tried again', {
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

/** Event time follows the clock only if everything was read that the partition contained at most this long ago. */
const MAX_AGE_MILLISECONDS = 5_000

/**
 * Knows until when everything that was on a partition of the stream has been applied. Without the proof, as while the stream
 * is unavailable or messages wait to be read, an event may exist that the collector has not seen.
 */
export class ReadProof {
  /** The end of the partition at a time, which the position has not reached yet. */
  #pending: { readonly at: number; readonly next: number } | null = null
  #readUntil: number | null = null

  /** Has waited longer than usual for the position to reach the end. */
  isSlow(now: number): boolean {
    return this.#pending !== null && now - this.#pending.at > MAX_AGE_MILLISECONDS
  }

  /** Notes where the partition ended at `at` (monotonic milliseconds). */
  noteEnd(at: number, { first, next }: { readonly first: number; readonly next: number }): void {
    // Expired messages cannot be read.
    this.#pending ??= { at, next: first === next ? 0 : next }
  }

  /** Notes that nothing follows `position`: the rest up to the end has no content, such as the marks of transactions. */
  noteNothingLeft(): void {
    if (this.#pending !== null) this.#pending = { ...this.#pending, next: 0 }
  }

  /**
   * Notes the next position to apply. Returns true when a gap in the proof ends: events of that time may arrive late, so
   * silence is counted from now on.
   */
  notePosition(position: number): boolean {
    if (this.#pending === null || position < this.#pending.next) return false
    const before = this.#readUntil
    this.#readUntil = this.#pending.at
    this.#pending = null
    return before === null || this.#readUntil - before > MAX_AGE_MILLISECONDS
  }

  /** Everything that was on the partition at this time (monotonic milliseconds) has been applied. Null: not known. */
  readUntil(now: number): number | null {
    return this.#readUntil !== null && now - this.#readUntil <= MAX_AGE_MILLISECONDS ? this.#readUntil : null
  }
}

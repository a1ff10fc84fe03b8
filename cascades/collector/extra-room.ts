/** The part of the maximum backlog up to which extra forecasts are submitted: first forecasts have precedence. */
const BACKLOG_SHARE = 0.1

/** Decides whether an extra forecast may be submitted while other predictions wait. */
export class ExtraRoom {
  readonly #max: number
  #unfinished = 0

  constructor(maxBacklog: number) {
    this.#max = Math.max(1, Math.floor(maxBacklog * BACKLOG_SHARE))
  }

  /** Notes how many predictions have not ended. */
  note(unfinished: number): void {
    this.#unfinished = unfinished
  }

  /** Counts an extra forecast. Returns false, and counts nothing, when too many predictions have not ended. */
  readonly take = (): boolean => {
    if (this.#unfinished >= this.#max) return false
    this.#unfinished++
    return true
  }
}

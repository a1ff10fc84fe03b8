/** Time as an argument, so that tests can set it. */
export interface Clock {
  /** Milliseconds since the epoch. May step in either direction: never used for durations. */
  now(): number
  /** Milliseconds that only grow, for durations. */
  monotonic(): number
  /** Resolves after `milliseconds`, or at once when `signal` is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}

/** Time as an argument, so that tests can set it. */
export interface Clock {
  /** Milliseconds since the epoch. May step in either direction: not for durations. */
  now(): number
  /** Milliseconds that never decrease, for durations. */
  monotonic(): number
  /** Resolves after `milliseconds`, or at once when `signal` is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}

import { backoffDelayMs, type RetryPolicy } from './retry-policy.ts'

/** The part of the clock port that a backoff uses. */
interface Sleeper {
  /** Resolves after `milliseconds`, or at once when `signal` is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}

/** The delays of one loop that retries. */
export interface Backoff {
  /** Failures since the last success. */
  readonly failures: number
  /** Counts a failure and returns the delay before the next attempt, in milliseconds. */
  next(retryAfterMs?: number | null): number
  /** Counts a failure and sleeps until the next attempt, or until `signal` is aborted. */
  wait(signal?: AbortSignal, retryAfterMs?: number | null): Promise<void>
  /** Call it after a success: the next failure counts as the first. */
  reset(): void
}

export interface BackoffParts {
  readonly clock: Sleeper
  /** From 0 up to 1. Default Math.random. */
  readonly random?: (() => number) | undefined
}

export function buildBackoff(policy: RetryPolicy, { clock, random = Math.random }: BackoffParts): Backoff {
  let failures = 0
  function next(retryAfterMs: number | null = null): number {
    failures += 1
    return backoffDelayMs(policy, failures, random, retryAfterMs)
  }
  return {
    get failures() {
      return failures
    },
    next,
    wait: (signal, retryAfterMs) => clock.sleep(next(retryAfterMs), signal),
    reset() {
      failures = 0
    }
  }
}

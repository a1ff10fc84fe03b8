import type { Clock } from '../ports/clock.ts'
import { isUnavailable } from '../ports/errors.ts'
import type { Log } from '../ports/log.ts'
import { retry } from '../ports/retry/retry.ts'
import type { RetryPolicy } from '../ports/retry/retry-policy.ts'
import { toError } from '../ports/to-error.ts'

/** Runs `work`, and retries it while `what` is unavailable. */
export type RetryWhileUnavailable = <T>(what: string, work: () => Promise<T>) => Promise<T>

const POLICY: RetryPolicy = { firstDelayMs: 100, maxDelayMs: 2_000 }

/**
 * Retries work that failed because a server is unavailable, until `signal` fires. Calls `onWaiting` with the reason, and
 * with null once the server answers. Other errors (a wrong password, a wrong setting) are not retried.
 */
export function buildRetryWhileUnavailable(options: {
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
  readonly onWaiting: (reason: string | null) => void
}): RetryWhileUnavailable {
  const { clock, log, signal, onWaiting } = options
  return async (what, work) => {
    let logged: string | null = null
    function onFailure(error: unknown): void {
      const { message } = toError(error)
      // Each reason is logged once.
      if (logged !== message) log.warn('waiting at the start', { what, error })
      logged = message
      onWaiting(`waiting for ${what}: ${message}`)
    }
    signal.throwIfAborted()
    const result = await retry(work, { policy: POLICY, clock, signal, isRetryable: isUnavailable, onFailure })
    if (logged !== null) log.info('the wait at the start has ended', { what })
    onWaiting(null)
    return result
  }
}

/** Does not retry: an unavailable server ends the start. */
export const noRetry: RetryWhileUnavailable = (_what, work) => work()

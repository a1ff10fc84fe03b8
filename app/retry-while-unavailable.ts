import type { Clock } from '../ports/clock.ts'
import { isUnavailable } from '../ports/errors.ts'
import type { Log } from '../ports/log.ts'
import { retry } from '../ports/retry/retry.ts'
import type { RetryPolicy } from '../ports/retry/retry-policy.ts'

/** Runs `work`; while `what` it needs is unavailable, again and again. */
export type RetryWhileUnavailable = <T>(what: string, work: () => Promise<T>) => Promise<T>

const POLICY: RetryPolicy = { firstDelayMs: 100, maxDelayMs: 2_000 }

/**
 * Retries work that failed because a server is unavailable, until `signal` fires. `onWaiting` is given what is waited
 * for, and null once it is there. A refusal (a wrong password, a wrong setting) ends the start.
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
      const { message } = error as Error
      // Logged once, and again when it is another reason.
      if (logged !== message) log.warn('waiting at the start', { what, error })
      logged = message
      onWaiting(`waiting for ${what}: ${message}`)
    }
    signal.throwIfAborted()
    const result = await retry(work, { policy: POLICY, clock, signal, isRetryable: isUnavailable, onFailure })
    if (logged !== null) log.info('what was waited for at the start is there', { what })
    onWaiting(null)
    return result
  }
}

/** Servers must be there: an unavailable one ends the start. */
export const noRetry: RetryWhileUnavailable = (_what, work) => work()

import type { Clock } from '../ports/clock.ts'
import { isUnavailable } from '../ports/errors.ts'
import type { Log } from '../ports/log.ts'
import { retry } from '../ports/retry/retry.ts'
import type { RetryPolicy } from '../ports/retry/retry-policy.ts'
import { toError } from '../ports/to-error.ts'

/**
 * Runs a step of the start that needs a server which the api can do without. Resolves when the step is done; after the
 * first failed attempt it resolves at once, and the step continues in the background.
 */
export type StartWhenAvailable = (what: string, work: () => Promise<void>) => Promise<void>

const POLICY: RetryPolicy = { firstDelayMs: 100, maxDelayMs: 2_000 }
/** Maximum time to wait for the first attempt. */
const MAX_WAIT_MILLISECONDS = 3_000

export function buildStartWhenAvailable(parts: {
  readonly clock: Clock
  readonly log: Log
  /** Ends the attempts. */
  readonly signal: AbortSignal
}): StartWhenAvailable {
  const { clock, log, signal } = parts
  return async (what, work) => {
    const returning = new AbortController()
    let isInBackground = false
    let logged: string | null = null
    function onFailure(error: unknown): void {
      const { message } = toError(error)
      if (logged !== message) log.warn('starting without a server', { what, error })
      logged = message
      returning.abort()
    }
    const working = retry(work, {
      policy: POLICY,
      clock,
      signal,
      isRetryable: isUnavailable,
      onFailure
    }).then(
      () => {
        if (logged !== null) log.info('a server that was missing at the start is available', { what })
      },
      error => {
        if (signal.aborted) return
        if (!isInBackground) throw error
        log.error('a step of the start failed', { what, error })
      }
    )
    await Promise.race([working, clock.sleep(MAX_WAIT_MILLISECONDS, returning.signal)])
    isInBackground = true
    returning.abort()
  }
}

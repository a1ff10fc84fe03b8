import { type BackoffParts, buildBackoff } from './backoff.ts'
import type { RetryPolicy } from './retry-policy.ts'

interface RetryOptions extends BackoffParts {
  readonly policy: RetryPolicy
  /** False: another attempt would fail again. */
  readonly isRetryable: (error: unknown) => boolean
  /** The delay that the failure asks for (Retry-After). */
  readonly retryAfterMs?: (error: unknown) => number | null
  /** Aborts the delay: the last failure is thrown. */
  readonly signal?: AbortSignal | undefined
  readonly onFailure?: ((error: unknown, delayMs: number) => void) | undefined
}

/** Runs `work` until it succeeds. Throws the last failure when it is not retryable, or no attempt or time is left. */
export async function retry<T>(
  work: (attempt: number) => Promise<T>,
  { policy, isRetryable, retryAfterMs, signal, onFailure, ...parts }: RetryOptions
): Promise<T> {
  const backoff = buildBackoff(policy, parts)
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt)
    } catch (error) {
      if (attempt >= (policy.maxAttempts ?? Number.POSITIVE_INFINITY)) throw error
      if (signal?.aborted || !isRetryable(error)) throw error
      const delayMs = backoff.next(retryAfterMs?.(error))
      onFailure?.(error, delayMs)
      await parts.clock.sleep(delayMs, signal)
      if (signal?.aborted) throw error
    }
  }
}

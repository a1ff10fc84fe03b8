/** How a failed operation is retried: with exponential backoff and jitter. */
export interface RetryPolicy {
  readonly firstDelayMs: number
  readonly maxDelayMs: number
  /** Attempts in all, the first included. Absent: no limit. */
  readonly maxAttempts?: number
  /** Maximum delay that a server may request (Retry-After). Default one hour. */
  readonly maxRetryAfterMs?: number
}

/** Converts settings in seconds to a policy. */
export function toRetryPolicy(settings: {
  readonly firstPauseSeconds: number
  readonly maxPauseSeconds: number
  readonly maxAttempts: number
}): RetryPolicy & { readonly maxAttempts: number } {
  const { firstPauseSeconds, maxPauseSeconds, maxAttempts } = settings
  return { firstDelayMs: firstPauseSeconds * 1_000, maxDelayMs: maxPauseSeconds * 1_000, maxAttempts }
}

const MAX_RETRY_AFTER_MS = 3_600_000
/** Keeps the product finite. */
const MAX_DOUBLINGS = 50

/**
 * Computes the retry delay (exponential backoff with jitter): milliseconds before the attempt that follows the
 * `failures`-th failure (from 1). The delay doubles up to the maximum; half of it is random, so that callers that failed
 * together do not retry together. It is never shorter than `retryAfterMs`.
 */
export function backoffDelayMs(
  { firstDelayMs, maxDelayMs, maxRetryAfterMs = MAX_RETRY_AFTER_MS }: RetryPolicy,
  failures: number,
  random: () => number,
  retryAfterMs: number | null = null
): number {
  const delay = Math.min(maxDelayMs, firstDelayMs * 2 ** Math.min(failures - 1, MAX_DOUBLINGS))
  const asked = Math.min(retryAfterMs ?? 0, Math.max(maxRetryAfterMs, maxDelayMs))
  return Math.ceil(Math.max(asked, delay * (0.5 + random() / 2)))
}

import type { Connection } from './connection.ts'

/** Seconds before the attempt after the `failures`-th failure: doubling, half of it by chance, no less than asked for. */
export function pauseSeconds(
  { firstPauseSeconds, longestPauseSeconds }: Connection,
  failures: number,
  askedSeconds: number | null
): number {
  const longest = Math.min(longestPauseSeconds, firstPauseSeconds * 2 ** (failures - 1))
  return Math.max(askedSeconds ?? 0, longest * (0.5 + Math.random() / 2))
}

/** Rejects with the signal's reason as soon as that fires. */
export function pause(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const stop = () => {
      clearTimeout(timer)
      reject(signal!.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, seconds * 1000)
    signal?.addEventListener('abort', stop, { once: true })
  })
}

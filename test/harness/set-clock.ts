import type { Clock } from '../../ports/clock.ts'

export interface SetClock extends Clock {
  /** Advances both clocks and ends the sleeps that are due. */
  advance(milliseconds: number): void
  /** Steps only the wall clock, forward or backward. */
  step(milliseconds: number): void
}

/** A clock that moves only by `advance` and `step`. */
export function buildSetClock(start = Date.parse('2026-11-21T12:00:00Z')): SetClock {
  let elapsed = 0
  let stepped = 0
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>()
  return {
    now: () => start + stepped + elapsed,
    monotonic: () => elapsed,
    sleep(milliseconds, signal) {
      return new Promise(resolve => {
        if (milliseconds <= 0 || signal?.aborted) return resolve()
        const sleeper = { until: elapsed + milliseconds, wake: resolve }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', () => resolve(), { once: true })
      })
    },
    advance(milliseconds) {
      elapsed += milliseconds
      for (const sleeper of [...sleepers].filter(({ until }) => until <= elapsed)) {
        sleepers.delete(sleeper)
        sleeper.wake()
      }
    },
    step(milliseconds) {
      stepped += milliseconds
    }
  }
}

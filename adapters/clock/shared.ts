import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'

interface SharedClock extends Clock {
  close(): Promise<void>
}

const EVERY_MILLISECONDS = 10_000
/** An answer that took longer says too little of when it was given. */
const MAX_MILLISECONDS = 100
const STEP_MILLISECONDS = 1_000
const FIRST_TRIES = 5

/**
 * The time of a server that all processes ask, carried on by this machine's durations. Leases and deadlines written by
 * one process are read by another: a machine whose clock is wrong, or steps, must not take them for over. Throws what
 * `ask` throws at first; later the last answer is carried on.
 */
export async function startSharedClock(
  ask: () => Promise<number>,
  { local, log }: { readonly local: Clock; readonly log: Log }
): Promise<SharedClock> {
  const closing = new AbortController()
  let offset = await measureFirst()
  const following = follow()

  /** Server time less local durations, in milliseconds. */
  async function measure(): Promise<{ readonly offset: number; readonly took: number }> {
    const before = local.monotonic()
    const time = await ask()
    const after = local.monotonic()
    return { offset: time - (before + after) / 2, took: after - before }
  }

  /** The quickest of a few answers, where none is quick enough. */
  async function measureFirst(): Promise<number> {
    let best = await measure()
    for (let left = FIRST_TRIES - 1; left > 0 && best.took > MAX_MILLISECONDS; left--) {
      const next = await measure()
      if (next.took < best.took) best = next
    }
    return best.offset
  }

  async function follow(): Promise<void> {
    while (!closing.signal.aborted) {
      await local.sleep(EVERY_MILLISECONDS, closing.signal)
      if (closing.signal.aborted) return
      const measured = await measure().catch(() => null)
      if (measured === null || measured.took > MAX_MILLISECONDS) continue
      const milliseconds = measured.offset - offset
      if (Math.abs(milliseconds) > STEP_MILLISECONDS)
        log.warn('the shared clock has stepped', { milliseconds })
      offset = measured.offset
    }
  }

  return {
    ...local,
    now: () => Math.round(local.monotonic() + offset),
    async close() {
      closing.abort()
      await following
    }
  }
}

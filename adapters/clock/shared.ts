import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'

interface SharedClock extends Clock {
  close(): Promise<void>
}

const INTERVAL_MILLISECONDS = 10_000
/** A slower answer is too inexact. */
const MAX_ROUND_TRIP_MILLISECONDS = 100
/** A larger change of the offset is logged. */
const STEP_MILLISECONDS = 1_000
const FIRST_ATTEMPTS = 5

/**
 * The time of a server that all processes share. Between two questions this machine's monotonic clock advances it. One
 * process writes leases and deadlines and another reads them, so a machine with a wrong clock must not see them as
 * expired. Rejects with the error of the first `ask`. If a later `ask` fails, the last offset stays in use.
 */
export async function startSharedClock(
  ask: () => Promise<number>,
  { local, log }: { readonly local: Clock; readonly log: Log }
): Promise<SharedClock> {
  const closing = new AbortController()
  let offset = await measureFirst()
  const following = follow()

  /** `offset`: server time minus local monotonic time. Both in milliseconds. */
  async function measure(): Promise<{ readonly offset: number; readonly took: number }> {
    const before = local.monotonic()
    const time = await ask()
    const after = local.monotonic()
    return { offset: time - (before + after) / 2, took: after - before }
  }

  /** Asks until an answer is fast enough, and uses the fastest of FIRST_ATTEMPTS otherwise. */
  async function measureFirst(): Promise<number> {
    let best = await measure()
    for (let left = FIRST_ATTEMPTS - 1; left > 0 && best.took > MAX_ROUND_TRIP_MILLISECONDS; left--) {
      const next = await measure()
      if (next.took < best.took) best = next
    }
    return best.offset
  }

  async function follow(): Promise<void> {
    while (!closing.signal.aborted) {
      await local.sleep(INTERVAL_MILLISECONDS, closing.signal)
      if (closing.signal.aborted) return
      const measured = await measure().catch(() => null)
      if (measured === null || measured.took > MAX_ROUND_TRIP_MILLISECONDS) continue
      const milliseconds = measured.offset - offset
      if (Math.abs(milliseconds) > STEP_MILLISECONDS) log.warn('shared clock stepped', { milliseconds })
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

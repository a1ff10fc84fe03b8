import type { Clock } from '../ports/clock.ts'
import type { Health } from '../ports/health.ts'
import type { Log } from '../ports/log.ts'
import { buildBackoff } from '../ports/retry/backoff.ts'

export interface Periodic {
  /** Starts the next run now. */
  wake(): void
  /** Resolves once the current run has ended. */
  close(): Promise<void>
}

interface PeriodicOptions {
  readonly name: string
  readonly clock: Clock
  readonly log: Log
  readonly everyMilliseconds: number
  /** Gets its progress and its failures. */
  readonly health?: Health
  /** Delay before a woken run, so that several wakes share it. Default 5. */
  readonly debounceMilliseconds?: number
  /** Minimum time between the starts of two runs, for runs that only start other work. Default 0. */
  readonly minIntervalMs?: number
  /** 'more': run again at once. An error is logged, and the run is retried with exponential backoff. */
  run(signal: AbortSignal): Promise<'more' | 'done'>
}

/** Rare work is retried as fast as frequent work, because it is reported as failed until then. */
const MAX_FIRST_RETRY_DELAY_MS = 1_000
const MIN_MAX_RETRY_DELAY_MS = 2_000
const MAX_RETRY_DELAY_MS = 5_000
/** Abort reason of a wake: without one, each abort creates an exception with a stack. */
const WOKEN = 'woken'
const REMEDY = 'It is retried automatically. Remove the cause; the log has the details.'

/** Runs `run` periodically and when woken, one run at a time, until closed. */
export function startPeriodic({
  name,
  clock,
  log,
  everyMilliseconds,
  health,
  debounceMilliseconds = 5,
  minIntervalMs = 0,
  run
}: PeriodicOptions): Periodic {
  const closing = new AbortController()
  let waking = new AbortController()
  const component = health?.component({ name, role: 'background', remedy: REMEDY, isSilent: true })
  const backoff = buildBackoff(
    {
      firstDelayMs: Math.min(everyMilliseconds, MAX_FIRST_RETRY_DELAY_MS),
      maxDelayMs: Math.min(Math.max(everyMilliseconds, MIN_MAX_RETRY_DELAY_MS), MAX_RETRY_DELAY_MS)
    },
    { clock }
  )
  closing.signal.addEventListener('abort', () => waking.abort(WOKEN))

  async function runOnce(): Promise<'more' | 'done' | 'failed'> {
    component?.noteWork()
    try {
      const answer = await run(closing.signal)
      if (backoff.failures > 0) log.info('periodic work succeeded again', { work: name })
      component?.clearProblem()
      component?.noteProgress()
      component?.noteIdle()
      backoff.reset()
      return answer
    } catch (error) {
      // Logged once, not at every attempt of an outage.
      if (backoff.failures === 0) log.warn('periodic work failed; will retry', { work: name, error })
      component?.reportProblem({
        state: 'failed',
        cause: error instanceof Error ? error.message : String(error)
      })
      return 'failed'
    }
  }

  async function loop(): Promise<void> {
    while (!closing.signal.aborted) {
      // A wake during the run starts the next one.
      waking = new AbortController()
      const startedAt = clock.monotonic()
      const answer = await runOnce()
      if (closing.signal.aborted) return
      if (answer === 'more') continue
      if (answer === 'failed') await backoff.wait(closing.signal)
      else {
        if (waking.signal.aborted) await clock.sleep(debounceMilliseconds, closing.signal)
        else await clock.sleep(everyMilliseconds, waking.signal)
        const restMs = startedAt + minIntervalMs - clock.monotonic()
        if (restMs > 0) await clock.sleep(restMs, closing.signal)
      }
    }
  }

  const looping = loop()
  return {
    wake: () => waking.abort(WOKEN),
    async close() {
      closing.abort()
      await looping
      component?.remove()
    }
  }
}

import type { Clock } from '../ports/clock.ts'
import { Failure } from '../ports/errors.ts'
import type { Log } from '../ports/log.ts'

/** Runs `work`; while `what` it needs is away, again and again. */
export type Patience = <T>(what: string, work: () => Promise<T>) => Promise<T>

const FIRST_PAUSE_MILLISECONDS = 100
const LONGEST_PAUSE_MILLISECONDS = 2_000

/**
 * Work that is done again after a Failure of kind 'world', until `signal` fires. `onWaiting` hears what is waited for,
 * and null once it has come.
 */
export function buildPatience(options: {
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
  readonly onWaiting: (reason: string | null) => void
}): Patience {
  const { clock, log, signal, onWaiting } = options
  return async (what, work) => {
    let pause = FIRST_PAUSE_MILLISECONDS
    for (let said: string | null = null; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLISECONDS)) {
      try {
        signal.throwIfAborted()
        const result = await work()
        if (said !== null) log.info('what was waited for at the start has come', { what })
        onWaiting(null)
        return result
      } catch (error) {
        if (!(error instanceof Failure) || error.kind !== 'world' || signal.aborted) throw error
        // Said once, and again when it is another reason.
        if (said !== error.message) log.warn('waiting at the start', { what, error })
        said = error.message
        onWaiting(`waiting for ${what}: ${said}`)
        await clock.sleep(pause, signal)
      }
    }
  }
}

/** The world must be there: what is away ends the start. */
export const impatience: Patience = (_what, work) => work()

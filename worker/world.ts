import type { Clock } from '../ports/clock.ts'
import { Failure } from '../ports/errors.ts'

const firstPauseMilliseconds = 50
const longestPauseMilliseconds = 1_000

/**
 * Runs `work` until the world lets it: a Failure of kind 'world' is tried again after growing pauses, until `signal`
 * fires. Throws anything else, and the last failure once `signal` has fired.
 */
export async function untilWorldAnswers<T>(
  work: () => Promise<T>,
  { clock, signal, onFailure }: { clock: Clock; signal: AbortSignal; onFailure: (failure: Failure) => void }
): Promise<T> {
  for (let pause = firstPauseMilliseconds; ; pause = Math.min(2 * pause, longestPauseMilliseconds)) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Failure) || error.kind !== 'world' || signal.aborted) throw error
      onFailure(error)
      await clock.sleep(pause, signal)
    }
  }
}

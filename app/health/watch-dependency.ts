import type { Clock } from '../../ports/clock.ts'
import type { Problem } from '../../ports/health.ts'
import type { Log } from '../../ports/log.ts'
import { startPeriodic } from '../../relay/periodic.ts'

const EVERY_MILLISECONDS = 2_000
/** A busy process hears its answers late: only a long silence is a failure. */
const SILENCE_SECONDS = 10

/** Checks again and again, and reports each result: what `check` answers, throws, or that it never answers. */
export function watchDependency(
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  name: string,
  check: () => Promise<Problem | null>,
  onResult: (problem: Problem | null) => void
): { close(): Promise<void> } {
  return startPeriodic({
    name: `check of the ${name}`,
    clock,
    log,
    everyMilliseconds: EVERY_MILLISECONDS,
    async run(signal) {
      const answered = new AbortController()
      const over = AbortSignal.any([signal, answered.signal])
      const silence = clock.sleep(SILENCE_SECONDS * 1_000, over).then((): Problem | null => {
        if (!over.aborted) throw new Error(`no answer within ${SILENCE_SECONDS} s`)
        return null
      })
      try {
        const problem = await Promise.race([check(), silence])
        if (!signal.aborted) onResult(problem)
      } catch (error) {
        if (!signal.aborted) onResult({ state: 'failed', cause: (error as Error).message })
      } finally {
        answered.abort()
        silence.catch(() => {})
      }
      return 'done'
    }
  })
}

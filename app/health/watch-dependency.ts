import type { Clock } from '../../ports/clock.ts'
import type { Problem } from '../../ports/health.ts'
import type { Log } from '../../ports/log.ts'
import { toError } from '../../ports/to-error.ts'
import { startPeriodic } from '../../relay/periodic.ts'

const EVERY_MILLISECONDS = 2_000
/** Long, because a busy process receives answers late. */
const TIMEOUT_SECONDS = 10

/** Runs `check` periodically, and reports its result, its error or its timeout. */
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
      const timeout = clock.sleep(TIMEOUT_SECONDS * 1_000, over).then((): Problem | null => {
        if (!over.aborted) throw new Error(`no answer within ${TIMEOUT_SECONDS} s`)
        return null
      })
      try {
        const problem = await Promise.race([check(), timeout])
        if (!signal.aborted) onResult(problem)
      } catch (error) {
        if (!signal.aborted) onResult({ state: 'failed', cause: toError(error).message })
      } finally {
        answered.abort()
        timeout.catch(() => {})
      }
      return 'done'
    }
  })
}

import { Failure } from '../../ports/errors.ts'
import type { PredictionContext } from './context.ts'

// Maximum age of the count. Predictions that this process accepted later are added to it.
const COUNT_MILLISECONDS = 1000

/**
 * Counts the predictions that have not ended, without a query at each acceptance. Approximate: a prediction that was
 * accepted during a count may be counted twice until the next count.
 */
interface Backlog {
  /** Throws Failure('backlog-full') when the backlog has reached its limit. */
  admit(): void
}

export function buildBacklog({ database, clock, settings }: PredictionContext): Backlog {
  let counted = 0
  let countedAt = Number.NEGATIVE_INFINITY
  let acceptedSince = 0
  let isCounting = false

  async function count(): Promise<void> {
    isCounting = true
    try {
      acceptedSince = 0
      const row = await database.reader
        .selectFrom('predictions')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('finished_at', 'is', null)
        .executeTakeFirstOrThrow()
      counted = Number(row.count)
      countedAt = clock.monotonic()
    } catch {
      // The following write fails as well and reports the error.
    } finally {
      isCounting = false
    }
  }

  return {
    admit() {
      if (!isCounting && clock.monotonic() - countedAt > COUNT_MILLISECONDS) void count()
      if (counted + acceptedSince >= settings.maxBacklog) {
        throw new Failure('backlog-full', `${settings.maxBacklog} predictions are already waiting`, {
          retryAfterSeconds: 5
        })
      }
      acceptedSince++
    }
  }
}

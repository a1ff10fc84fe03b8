import { Failure } from '../../ports/errors.ts'
import type { PredictionContext } from './context.ts'

// How old the count may be; what this process accepted since is added to it.
const COUNT_MILLISECONDS = 1000

/**
 * Counts what has not ended, without asking the rows at each acceptance. Approximate: until the next count, what was
 * accepted while one was under way may be in it and be added to it again.
 */
interface Backlog {
  /** Throws Failure('backlog-full') when one more would be too many. */
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
      // The write that follows meets the same fault and says so.
    } finally {
      isCounting = false
    }
  }

  return {
    admit() {
      if (!isCounting && clock.monotonic() - countedAt > COUNT_MILLISECONDS) void count()
      if (counted + acceptedSince >= settings.maxBacklog) {
        throw new Failure('backlog-full', `${settings.maxBacklog} predictions are waiting already`, {
          retryAfterSeconds: 5
        })
      }
      acceptedSince++
    }
  }
}

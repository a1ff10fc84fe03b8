import type { Clock } from '../../ports/clock.ts'
import type { Database } from '../../ports/database.ts'
import type { Predictions } from '../predictions.ts'

/** Counts by indexes only. */
export function buildFigures({
  database: { reader },
  clock
}: {
  readonly database: Database
  readonly clock: Clock
}): Predictions['figures'] {
  return async predictor => {
    let active = reader.selectFrom('predictions').where('finished_at', 'is', null)
    let ended = reader.selectFrom('predictions').where('finished_at', '>', clock.now() - 60_000)
    if (predictor !== undefined) {
      active = active.where('predictor', '=', predictor)
      ended = ended.where('predictor', '=', predictor)
    }
    const [activeCounts, endedCounts] = await Promise.all([
      active
        .select(({ fn }) => ['state', fn.countAll<number>().as('count'), fn.min('created_at').as('oldest')])
        .groupBy('state')
        .execute(),
      ended
        .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
        .groupBy('state')
        .execute()
    ])
    const activeOf = (state: string) => activeCounts.find(row => row.state === state)
    const endedOf = (state: string) => Number(endedCounts.find(row => row.state === state)?.count ?? 0)
    return {
      queued: Number(activeOf('queued')?.count ?? 0),
      running: Number(activeOf('running')?.count ?? 0),
      oldestQueuedAt: activeOf('queued')?.oldest ?? null,
      endedLastMinute: {
        succeeded: endedOf('succeeded'),
        failed: endedOf('failed'),
        canceled: endedOf('canceled')
      }
    }
  }
}

import { sql } from 'kysely'
import type { Database } from '../ports/database.ts'
import type { PredictionState } from '../ports/tables.ts'
import { type CollectedParts, readCollected } from './collected.ts'
import type { Predictions } from './predictions.ts'
import type { Replay } from './replays.ts'

/** What came of a replay so far. */
export interface ReplayReport {
  /** The collector's counters, grown since it began; other feeds count too. */
  readonly collected: Readonly<Record<string, number>>
  readonly predictions: readonly {
    readonly windowSeconds: number
    readonly state: PredictionState
    readonly count: number
  }[]
  readonly alerts: number
  /** What the service still has to do, for this replay or others. */
  readonly waiting: {
    readonly messages: number
    readonly predictions: number
    readonly outcomes: number
    readonly trainings: number
  }
}

export interface ReplayReportParts extends CollectedParts {
  readonly database: Database
  readonly predictions: Pick<Predictions, 'figures'>
  readonly predictor: string
}

/** Cost: one pass over the rows of the replay's predictions. */
export function buildReplayReport(parts: ReplayReportParts): (replay: Replay) => Promise<ReplayReport> {
  const { database, predictor } = parts
  const { reader } = database
  /** Those named after any round of the replay: '<label>.<number>' or '<label>-<round>.<number>'. */
  const isOf = (column: string, { label }: Replay) =>
    sql<boolean>`${sql.ref(column)} > ${`${label}-`} and ${sql.ref(column)} < ${`${label}/`}`

  return async replay => {
    const [collected, byState, alerts, figures, outcomes, trainings] = await Promise.all([
      readCollected(parts),
      reader
        .selectFrom('predictions')
        .select(({ fn }) => ['slice', 'state', fn.countAll<number>().as('count')])
        .where('predictor', '=', predictor)
        .where(isOf('subject', replay))
        .groupBy(['slice', 'state'])
        .execute(),
      count(reader.selectFrom('alerts').where(isOf('cascade_id', replay))),
      parts.predictions.figures(predictor),
      count(reader.selectFrom('outcomes').whereRef('sampled_revision', '<', 'revision')),
      count(reader.selectFrom('training_runs').where('state', 'in', ['queued', 'running']))
    ])
    const before = JSON.parse(replay.collectedBefore ?? '{}') as Record<string, number>
    return {
      collected: Object.fromEntries(
        Object.entries(collected.counters).map(([name, value]) => [name, value - (before[name] ?? 0)])
      ),
      predictions: byState
        .map(({ slice, state, count }) => ({ windowSeconds: Number(slice), state, count: Number(count) }))
        .toSorted((left, right) => left.windowSeconds - right.windowSeconds),
      alerts,
      waiting: {
        messages: collected.unread,
        predictions: figures.queued + figures.running,
        outcomes,
        trainings
      }
    }
  }
}

interface Countable {
  select(counted: ReturnType<typeof counting>): {
    executeTakeFirstOrThrow(): Promise<{ readonly count: number }>
  }
}

const counting = () => sql<number>`count(*)`.as('count')

async function count(query: unknown): Promise<number> {
  const { count } = await (query as Countable).select(counting()).executeTakeFirstOrThrow()
  return Number(count)
}

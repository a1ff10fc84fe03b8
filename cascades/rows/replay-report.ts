import { sql } from 'kysely'
import type { Database } from '../../ports/database.ts'
import type { PredictionState } from '../../ports/tables.ts'
import type { Predictions } from '../../stores/predictions.ts'
import { type CollectedParts, readCollected } from './collected.ts'
import type { ReplayAccuracy, ReplayForecasts } from './replay-forecasts.ts'
import type { Replay } from './replays.ts'

/** The results of a replay so far. */
export interface ReplayReport {
  /** Growth of the collector's counters since the replay began, including other feeds. Empty for a replay through a version. */
  readonly collected: Readonly<Record<string, number>>
  readonly predictions: readonly {
    readonly windowSeconds: number
    readonly state: PredictionState
    readonly count: number
  }[]
  readonly alerts: number
  /** Empty unless the replay is through a version. */
  readonly accuracy: readonly ReplayAccuracy[]
  /** Remaining work of the service, for this replay and others. */
  readonly waiting: {
    readonly messages: number
    readonly predictions: number
    readonly outcomes: number
    readonly trainings: number
  }
}

interface ReplayReportParts extends CollectedParts {
  readonly database: Database
  readonly predictions: Pick<Predictions, 'figures'>
  readonly replayForecasts: Pick<ReplayForecasts, 'summarize'>
  readonly predictor: string
}

/** Builds the function that reports on a replay. Cost: one pass over the rows of the replay's predictions. */
export function buildReplayReport(parts: ReplayReportParts): (replay: Replay) => Promise<ReplayReport> {
  const { database, predictor } = parts
  const { reader } = database
  /** Matches the cascade ids of every round: '<label>.<number>' or '<label>-<round>.<number>'. */
  const isOf = (column: string, { label }: Replay) =>
    sql<boolean>`${sql.ref(column)} > ${`${label}-`} and ${sql.ref(column)} < ${`${label}/`}`

  function selectPredictions(replay: Replay) {
    // Only those of windows: extra ones depend on what was forecast before.
    const all = reader
      .selectFrom('predictions')
      .where('predictor', '=', predictor)
      .where('extra_id', 'is', null)
    if (replay.model === null) return all.where(isOf('subject', replay))
    return all.where('id', 'in', select =>
      select.selectFrom('replay_forecasts').select('prediction_id').where('replay_id', '=', replay.id)
    )
  }

  return async replay => {
    const isThroughVersion = replay.model !== null
    const [collected, byState, alerts, accuracy, figures, outcomes, trainings] = await Promise.all([
      readCollected(parts),
      selectPredictions(replay)
        .select(({ fn }) => ['slice', 'state', fn.countAll<number>().as('count')])
        .groupBy(['slice', 'state'])
        .execute(),
      isThroughVersion ? 0 : count(reader.selectFrom('alerts').where(isOf('cascade_id', replay))),
      isThroughVersion ? parts.replayForecasts.summarize(replay.id) : [],
      parts.predictions.figures(predictor),
      count(
        reader
          .selectFrom('outcomes')
          .whereRef('sampled_revision', '<', 'revision')
          .where('withdrawn_at', 'is', null)
      ),
      count(reader.selectFrom('training_runs').where('state', 'in', ['queued', 'running']))
    ])
    return {
      collected: isThroughVersion ? {} : countSince(collected.counters, replay.before),
      predictions: byState
        .map(({ slice, state, count }) => ({ windowSeconds: Number(slice), state, count: Number(count) }))
        .toSorted((left, right) => left.windowSeconds - right.windowSeconds),
      alerts,
      accuracy,
      waiting: {
        messages: collected.unread,
        predictions: figures.queued + figures.running,
        outcomes,
        trainings
      }
    }
  }
}

function countSince(
  counters: Readonly<Record<string, number>>,
  before: string | null
): Readonly<Record<string, number>> {
  const then: Readonly<Record<string, number>> = JSON.parse(before ?? '{}')
  return Object.fromEntries(
    Object.entries(counters).map(([name, value]) => [name, value - (then[name] ?? 0)])
  )
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

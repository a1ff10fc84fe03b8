import { sql, type Transaction } from 'kysely'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { Provenance } from '../ports/provenance.ts'
import type { Tables } from '../ports/tables.ts'
import { buildInsertRows } from './insert-rows.ts'
import { type ScoreFilter, type ScoreSummary, summarizeScores } from './score-summaries.ts'

/** The losses of one answer, measured by its outcome. Null: no answer. */
export interface NewScore {
  readonly predictionId: string
  /** The id of the outcome; absent: the only one of its subject. */
  readonly outcomeId?: string
  readonly predictor: string
  readonly modelVersion: number | null
  readonly slice: string | null
  readonly subject: string
  readonly loss: number | null
  readonly modelLessLoss: number | null
  /** Loss of each baseline of the predictor, by name; one without a loss is absent. */
  readonly baselineLosses: Readonly<Record<string, number>>
  readonly endedAt: number
  /** The time of the prediction. */
  readonly forecastAt: number
  /** Absent: real. */
  readonly provenance?: Provenance
}

/** The accuracy of the answers. */
export interface Scores {
  /** Adds scores within the caller's transaction. A new score of the same prediction and outcome replaces the old one. */
  add(transaction: Transaction<Tables>, scores: readonly NewScore[]): Promise<void>
  /** Summarizes by version, then slice, then period: the newest periods, at most 5,000 summaries. */
  summarize(filter: ScoreFilter): Promise<readonly ScoreSummary[]>
  /** Returns the mean loss of the newest `count` real answers of a version (null: without model); null: no answers. */
  rollingLoss(
    predictor: string,
    modelVersion: number | null,
    count: number
  ): Promise<{ readonly mean: number; readonly count: number } | null>
  /** Deletes scores created before `before`. Their end is unsuitable: in a replay, it is long ago. */
  sweep(before: number, limit: number): Promise<number>
}

export function buildScores({
  database,
  clock
}: {
  readonly database: Database
  readonly clock: Clock
}): Scores {
  const { reader } = database
  const upsert = buildInsertRows(
    reader,
    'scores',
    [
      'prediction_id',
      'outcome_id',
      'predictor',
      'model_version',
      'slice',
      'subject',
      'loss',
      'model_less_loss',
      'baseline_losses',
      'provenance',
      'ended_at',
      'forecast_at',
      'created_at'
    ],
    query =>
      query.onConflict(on =>
        on.columns(['prediction_id', 'outcome_id']).doUpdateSet(({ ref }) => ({
          model_version: ref('excluded.model_version'),
          loss: ref('excluded.loss'),
          model_less_loss: ref('excluded.model_less_loss'),
          baseline_losses: ref('excluded.baseline_losses'),
          provenance: ref('excluded.provenance'),
          ended_at: ref('excluded.ended_at'),
          forecast_at: ref('excluded.forecast_at')
        }))
      )
  )

  return {
    async add(transaction, scores) {
      const created_at = clock.now()
      const byId = new Map(
        scores.map(score => [JSON.stringify([score.predictionId, score.outcomeId ?? '']), score])
      )
      await upsert(
        transaction,
        [...byId.values()].map(score => ({
          prediction_id: score.predictionId,
          outcome_id: score.outcomeId ?? '',
          predictor: score.predictor,
          model_version: score.modelVersion,
          slice: score.slice,
          subject: score.subject,
          loss: score.loss,
          model_less_loss: score.modelLessLoss,
          baseline_losses: JSON.stringify(score.baselineLosses),
          provenance: score.provenance ?? 'real',
          ended_at: score.endedAt,
          forecast_at: score.forecastAt,
          created_at
        }))
      )
    },

    summarize: filter => summarizeScores(database, filter),

    async rollingLoss(predictor, modelVersion, count) {
      const last = reader
        .selectFrom('scores')
        .select('loss')
        .where('predictor', '=', predictor)
        .where('model_version', modelVersion === null ? 'is' : '=', modelVersion)
        .where('provenance', '=', 'real')
        .where('loss', 'is not', null)
        // Pinned predictions, such as those of a replay, were not answers of the live version.
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('predictions')
                .select('id')
                .whereRef('id', '=', 'prediction_id')
                .where('pinned_version', 'is not', null)
            )
          )
        )
        .orderBy('forecast_at', 'desc')
        .limit(count)
        .as('last')
      const row = await reader
        .selectFrom(last)
        .select(({ fn }) => [fn.avg<number | null>('loss').as('mean'), fn.countAll<number>().as('count')])
        .executeTakeFirstOrThrow()
      return row.mean === null ? null : { mean: row.mean, count: Number(row.count) }
    },

    sweep: (before, limit) =>
      database.write(async transaction => {
        const { numAffectedRows } = await sql`delete from scores where (prediction_id, outcome_id) in (
          select prediction_id, outcome_id from scores where created_at < ${before} limit ${limit})`.execute(
          transaction
        )
        return Number(numAffectedRows ?? 0)
      })
  }
}

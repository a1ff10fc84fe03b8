import { sql, type Transaction } from 'kysely'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { Provenance } from '../ports/provenance.ts'
import type { Tables } from '../ports/tables.ts'
import { buildInsertRows } from './insert-rows.ts'

/** How one served answer did against the later outcome. Losses null: no answer. */
export interface NewScore {
  readonly predictionId: string
  /** Against which outcome; absent: the only one of its subject. */
  readonly outcomeId?: string
  readonly predictor: string
  readonly modelVersion: number | null
  readonly slice: string | null
  readonly subject: string
  readonly loss: number | null
  readonly modelLessLoss: number | null
  readonly constantLoss: number | null
  readonly endedAt: number
  /** When it was predicted. */
  readonly forecastAt: number
  /** Absent: real. */
  readonly provenance?: Provenance
}

/** One served version at one slice, in one period where periods were asked for. */
export interface ScoreSummary {
  readonly modelVersion: number | null
  readonly slice: string | null
  readonly count: number
  /** Without an answer; not in the losses. */
  readonly failures: number
  readonly meanLoss: number | null
  readonly medianLoss: number | null
  readonly meanModelLessLoss: number | null
  readonly medianModelLessLoss: number | null
  readonly meanConstantLoss: number | null
  readonly medianConstantLoss: number | null
  readonly firstEndedAt: number
  readonly lastEndedAt: number
  /** When its period begins; null: all time. */
  readonly periodAt: number | null
}

/** The accuracy of what was served. */
export interface Scores {
  /** Within the caller's transaction; a prediction has one score against each outcome, the last one put. */
  add(transaction: Transaction<Tables>, scores: readonly NewScore[]): Promise<void>
  /** By version, then slice, then period: the newest of those, 5,000 summaries at most. */
  summarize(filter: {
    readonly predictor: string
    readonly modelVersion?: number | null | undefined
    readonly endedAfter?: number | undefined
    /** By default real ones alone. */
    readonly provenance?: Provenance | undefined
    /** Periods of the time of the forecast: a replayed past ended at times that no version was live at. */
    readonly periodMilliseconds?: number | undefined
  }): Promise<readonly ScoreSummary[]>
  /** The mean loss of the last `count` real answers of a version (null: without model), newest first; null when none. */
  rollingLoss(
    predictor: string,
    modelVersion: number | null,
    count: number
  ): Promise<{ readonly mean: number; readonly count: number } | null>
  /** By when they were made: a replayed past ended long ago. */
  sweep(before: number, limit: number): Promise<number>
}

const MOST_SUMMARIES = 5_000

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
      'constant_loss',
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
          constant_loss: ref('excluded.constant_loss'),
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
          constant_loss: score.constantLoss,
          provenance: score.provenance ?? 'real',
          ended_at: score.endedAt,
          forecast_at: score.forecastAt,
          created_at
        }))
      )
    },

    async summarize({ predictor, modelVersion, endedAfter, periodMilliseconds, provenance = 'real' }) {
      const version =
        modelVersion === undefined
          ? sql``
          : modelVersion === null
            ? sql`and model_version is null`
            : sql`and model_version = ${modelVersion}`
      const since = endedAfter === undefined ? sql`` : sql`and ended_at > ${endedAfter}`
      const period =
        periodMilliseconds === undefined
          ? sql`cast(null as bigint)`
          : sql`forecast_at - forecast_at % cast(${periodMilliseconds} as bigint)`
      const { rows } = await sql<SummaryRow>`
        with chosen as (
          select scores.*, ${period} as period_at from scores
          where predictor = ${predictor} and provenance = ${provenance} ${version} ${since}
        ), ranked as (
          select chosen.*,
            ${rankOf('loss')}, ${rankOf('model_less_loss')}, ${rankOf('constant_loss')}
          from chosen
        )
        select model_version, slice, period_at, count(*) as count, count(*) - count(loss) as failures,
          avg(loss) as mean_loss, ${medianOf('loss')},
          avg(model_less_loss) as mean_model_less_loss, ${medianOf('model_less_loss')},
          avg(constant_loss) as mean_constant_loss, ${medianOf('constant_loss')},
          min(ended_at) as first_ended_at, max(ended_at) as last_ended_at
        from ranked
        group by model_version, slice, period_at
        order by period_at desc, model_version nulls first, slice nulls first
        limit ${MOST_SUMMARIES}`.execute(reader)
      return rows.map(toSummary).toSorted(byVersionSliceAndPeriod)
    },

    async rollingLoss(predictor, modelVersion, count) {
      const last = reader
        .selectFrom('scores')
        .select('loss')
        .where('predictor', '=', predictor)
        .where('model_version', modelVersion === null ? 'is' : '=', modelVersion)
        .where('provenance', '=', 'real')
        .where('loss', 'is not', null)
        // Asked for by name, as a replay of the past does: not what was served.
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

interface SummaryRow {
  readonly model_version: number | null
  readonly slice: string | null
  readonly count: number
  readonly failures: number
  readonly mean_loss: number | null
  readonly median_loss: number | null
  readonly mean_model_less_loss: number | null
  readonly median_model_less_loss: number | null
  readonly mean_constant_loss: number | null
  readonly median_constant_loss: number | null
  readonly first_ended_at: number
  readonly last_ended_at: number
  readonly period_at: number | null
}

type LossColumn = 'loss' | 'model_less_loss' | 'constant_loss'

/** Place (nulls last) and number of the losses within a version, slice and period: neither database counts medians alike. */
function rankOf(column: LossColumn) {
  return sql.raw(`row_number() over (partition by model_version, slice, period_at order by ${column} nulls last) as ${column}_rank,
    count(${column}) over (partition by model_version, slice, period_at) as ${column}_count`)
}

function medianOf(column: LossColumn) {
  return sql.raw(`avg(case when ${column}_rank * 2 between ${column}_count and ${column}_count + 2 then ${column} end)
    as median_${column}`)
}

function toSummary(row: SummaryRow): ScoreSummary {
  return {
    modelVersion: row.model_version,
    slice: row.slice,
    count: Number(row.count),
    failures: Number(row.failures),
    meanLoss: row.mean_loss,
    medianLoss: row.median_loss,
    meanModelLessLoss: row.mean_model_less_loss,
    medianModelLessLoss: row.median_model_less_loss,
    meanConstantLoss: row.mean_constant_loss,
    medianConstantLoss: row.median_constant_loss,
    firstEndedAt: Number(row.first_ended_at),
    lastEndedAt: Number(row.last_ended_at),
    periodAt: row.period_at === null ? null : Number(row.period_at)
  }
}

function byVersionSliceAndPeriod(a: ScoreSummary, b: ScoreSummary): number {
  const order = (first: string | number | null, second: string | number | null) =>
    first === second ? 0 : first === null || (second !== null && first < second) ? -1 : 1
  return order(a.modelVersion, b.modelVersion) || order(a.slice, b.slice) || order(a.periodAt, b.periodAt)
}

import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../ports/database.ts'
import { expandBaselineLosses } from '../../stores/expand-baseline-losses.ts'
import type { Predictions, Submission } from '../../stores/predictions.ts'

/** Accuracy in one window on the same cascades: replayed version, live forecasts, no model and each baseline. */
export interface ReplayAccuracy {
  readonly windowSeconds: number
  /** Ended cascades with a forecast by the replayed version and a live one. */
  readonly cases: number
  readonly meanLoss: number | null
  readonly meanServedLoss: number | null
  readonly meanModelLessLoss: number | null
  /** By name of the baseline; baselines without a loss are absent. */
  readonly meanBaselineLosses: Readonly<Record<string, number>>
}

/** The predictions that replays through a version have submitted. */
export interface ReplayForecasts {
  /** Submits the predictions that this replay has not submitted yet, by subject and slice. Returns their count. */
  submit(
    replayId: string,
    submissions: readonly (Submission & { readonly subject: string; readonly slice: string })[]
  ): Promise<number>
  summarize(replayId: string): Promise<readonly ReplayAccuracy[]>
}

export function buildReplayForecasts({
  database,
  predictions
}: {
  readonly database: Database
  readonly predictions: Pick<Predictions, 'acceptWithin' | 'wake'>
}): ReplayForecasts {
  return {
    async submit(replayId, submissions) {
      if (submissions.length === 0) return 0
      const count = await database.write(async transaction => {
        const known = await transaction
          .selectFrom('replay_forecasts')
          .select(['subject', 'slice'])
          .where('replay_id', '=', replayId)
          .where(
            'subject',
            'in',
            submissions.map(each => each.subject)
          )
          .execute()
        const keys = new Set(known.map(keyOf))
        const fresh = submissions.filter(each => !keys.has(keyOf(each)))
        if (fresh.length === 0) return 0
        const accepted = await predictions.acceptWithin(transaction, fresh)
        // If two owners play the same replay, the primary key rolls back the transaction of the second one.
        await transaction
          .insertInto('replay_forecasts')
          .values(
            fresh.map(({ subject, slice }, index) => ({
              replay_id: replayId,
              subject,
              slice,
              prediction_id: accepted[index]!.id
            }))
          )
          .execute()
        return fresh.length
      })
      if (count > 0) predictions.wake()
      return count
    },

    async summarize(replayId) {
      const [rows, baselineRows] = await Promise.all([
        readAccuracy(database, replayId),
        readBaselines(database, replayId)
      ])
      const baselines = Map.groupBy(baselineRows, ({ slice }) => slice)
      return rows
        .map(row => ({
          windowSeconds: Number(row.slice),
          cases: Number(row.cases),
          meanLoss: row.loss,
          meanServedLoss: row.served_loss,
          meanModelLessLoss: row.model_less_loss,
          meanBaselineLosses: Object.fromEntries(
            (baselines.get(row.slice) ?? []).map(({ baseline, loss }) => [baseline, loss])
          )
        }))
        .toSorted((left, right) => left.windowSeconds - right.windowSeconds)
    }
  }
}

/** Scores of a replay's predictions with the loss of the live forecast for the same cascade and window. */
function selectCompared(replayId: string): RawBuilder<unknown> {
  // The live forecast is the first prediction of the cascade and window without a pinned version.
  return sql`
    select * from (
      select own.slice, score.loss, score.model_less_loss, score.baseline_losses, (
        select served.loss from predictions
        inner join scores served on served.prediction_id = predictions.id
        where predictions.predictor = score.predictor and predictions.subject = own.subject
          and predictions.slice = own.slice and predictions.pinned_version is null
        order by predictions.id limit 1
      ) as served_loss
      from replay_forecasts own inner join scores score on score.prediction_id = own.prediction_id
      where own.replay_id = ${replayId}
    ) as scored where loss is not null and served_loss is not null`
}

async function readAccuracy({ reader }: Database, replayId: string): Promise<readonly AccuracyRow[]> {
  const { rows } = await sql<AccuracyRow>`
    with compared as (${selectCompared(replayId)})
    select slice, count(*) as cases, avg(loss) as loss, avg(served_loss) as served_loss,
      avg(model_less_loss) as model_less_loss
    from compared group by slice`.execute(reader)
  return rows
}

async function readBaselines(
  { reader, dialect }: Database,
  replayId: string
): Promise<readonly BaselineRow[]> {
  const { rows } = await sql<BaselineRow>`
    with compared as (${selectCompared(replayId)})
    select slice, entry.key as baseline, avg(cast(entry.value as double precision)) as loss
    from compared cross join ${expandBaselineLosses(dialect, 'compared')} as entry
    group by slice, entry.key order by entry.key`.execute(reader)
  return rows
}

interface AccuracyRow {
  readonly slice: string
  readonly cases: number
  readonly loss: number | null
  readonly served_loss: number | null
  readonly model_less_loss: number | null
}

interface BaselineRow {
  readonly slice: string
  readonly baseline: string
  readonly loss: number
}

function keyOf({ subject, slice }: { readonly subject: string; readonly slice: string }): string {
  return JSON.stringify([subject, slice])
}

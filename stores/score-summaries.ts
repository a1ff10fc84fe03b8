import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../ports/database.ts'
import type { Provenance } from '../ports/provenance.ts'
import { expandBaselineLosses } from './expand-baseline-losses.ts'
import { median } from './median.ts'

/** The scores of one version in one slice and, where requested, one period. */
export interface ScoreSummary {
  readonly modelVersion: number | null
  readonly slice: string | null
  readonly count: number
  /** Predictions without an answer; not in the losses. */
  readonly failures: number
  readonly meanLoss: number | null
  readonly medianLoss: number | null
  readonly meanModelLessLoss: number | null
  readonly medianModelLessLoss: number | null
  /** By name of the baseline; one without a loss is absent. */
  readonly meanBaselineLosses: Readonly<Record<string, number>>
  readonly medianBaselineLosses: Readonly<Record<string, number>>
  readonly firstEndedAt: number
  readonly lastEndedAt: number
  /** Start of its period; null: all time. */
  readonly periodAt: number | null
}

export interface ScoreFilter {
  readonly predictor: string
  readonly modelVersion?: number | null | undefined
  readonly endedAfter?: number | undefined
  /** Default: real. */
  readonly provenance?: Provenance | undefined
  /** Length of periods of the forecast time. The end time is unsuitable: in a replay, it precedes the version. */
  readonly periodMilliseconds?: number | undefined
}

const MAX_SUMMARIES = 5_000
const group = 'model_version, slice, period_at'

export async function summarizeScores(
  database: Database,
  filter: ScoreFilter
): Promise<readonly ScoreSummary[]> {
  const rows = await readSummaries(database, filter)
  if (rows.length === 0) return []
  // Newest periods first: the last row has the oldest period.
  const baselines = Map.groupBy(await readBaselines(database, filter, rows.at(-1)!.period_at), keyOf)
  return rows.map(row => toSummary(row, baselines.get(keyOf(row)) ?? [])).toSorted(byVersionSliceAndPeriod)
}

interface GroupRow {
  readonly model_version: number | null
  readonly slice: string | null
  readonly period_at: number | null
}

interface SummaryRow extends GroupRow {
  readonly count: number
  readonly failures: number
  readonly mean_loss: number | null
  readonly median_loss: number | null
  readonly mean_model_less_loss: number | null
  readonly median_model_less_loss: number | null
  readonly first_ended_at: number
  readonly last_ended_at: number
}

interface BaselineRow extends GroupRow {
  readonly baseline: string
  readonly mean_loss: number
  readonly median_loss: number
}

async function readSummaries(
  { reader, dialect }: Database,
  filter: ScoreFilter
): Promise<readonly SummaryRow[]> {
  const { rows } = await sql<SummaryRow>`
    with chosen as (${selectScores(filter)})
    select ${sql.raw(group)}, count(*) as count, count(*) - count(loss) as failures,
      avg(loss) as mean_loss, ${median(dialect, 'loss')} as median_loss,
      avg(model_less_loss) as mean_model_less_loss,
      ${median(dialect, 'model_less_loss')} as median_model_less_loss,
      min(ended_at) as first_ended_at, max(ended_at) as last_ended_at
    from chosen
    group by ${sql.raw(group)}
    order by period_at desc, model_version nulls first, slice nulls first
    limit ${MAX_SUMMARIES}`.execute(reader)
  return rows
}

/** Reads all versions and slices, in periods from `firstPeriodAt` on (null: all time). */
async function readBaselines(
  { reader, dialect }: Database,
  filter: ScoreFilter,
  firstPeriodAt: number | null
): Promise<readonly BaselineRow[]> {
  const { rows } = await sql<BaselineRow>`
    with chosen as (${selectScores(filter, firstPeriodAt)}), losses as (
      select ${sql.raw(group)}, entry.key as baseline, cast(entry.value as double precision) as loss
      from chosen cross join ${expandBaselineLosses(dialect, 'chosen')} as entry
    )
    select ${sql.raw(group)}, baseline, avg(loss) as mean_loss, ${median(dialect, 'loss')} as median_loss
    from losses
    group by ${sql.raw(group)}, baseline
    order by baseline`.execute(reader)
  return rows
}

function selectScores(
  { predictor, modelVersion, endedAfter, periodMilliseconds, provenance = 'real' }: ScoreFilter,
  firstPeriodAt: number | null = null
): RawBuilder<unknown> {
  const version =
    modelVersion === undefined
      ? sql``
      : modelVersion === null
        ? sql`and model_version is null`
        : sql`and model_version = ${modelVersion}`
  const ended = endedAfter === undefined ? sql`` : sql`and ended_at > ${endedAfter}`
  const forecast = firstPeriodAt === null ? sql`` : sql`and forecast_at >= ${firstPeriodAt}`
  const period =
    periodMilliseconds === undefined
      ? sql`cast(null as bigint)`
      : sql`forecast_at - forecast_at % cast(${periodMilliseconds} as bigint)`
  return sql`select model_version, slice, loss, model_less_loss, baseline_losses, ended_at, ${period} as period_at
    from scores
    where predictor = ${predictor} and provenance = ${provenance} ${version} ${ended} ${forecast}`
}

function keyOf({ model_version, slice, period_at }: GroupRow): string {
  return JSON.stringify([model_version, slice, period_at])
}

function toSummary(row: SummaryRow, baselines: readonly BaselineRow[]): ScoreSummary {
  return {
    modelVersion: row.model_version,
    slice: row.slice,
    count: Number(row.count),
    failures: Number(row.failures),
    meanLoss: row.mean_loss,
    medianLoss: row.median_loss,
    meanModelLessLoss: row.mean_model_less_loss,
    medianModelLessLoss: row.median_model_less_loss,
    meanBaselineLosses: Object.fromEntries(baselines.map(each => [each.baseline, each.mean_loss])),
    medianBaselineLosses: Object.fromEntries(baselines.map(each => [each.baseline, each.median_loss])),
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

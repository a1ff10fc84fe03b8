import type { Selectable } from 'kysely'
import type { TrainingRunRow } from '../ports/training-tables.ts'
import { type Page, type PageRequest, readPageById } from './page.ts'
import type { RowParts } from './row-parts.ts'

export interface TrainingRun {
  readonly id: string
  readonly predictor: string
  /** requested, samples, schedule, drift, loss. */
  readonly trigger: string
  readonly state: TrainingRunRow['state']
  readonly reason: string | null
  readonly version: number | null
  /** JSON text: the requested options. */
  readonly options: string
  /** JSON text: sizes of the sets, losses by slice, the gate's figures. */
  readonly report: string | null
  readonly createdAt: number
  readonly startedAt: number | null
  readonly finishedAt: number | null
}

/** The training runs: why the trainer trained, promoted or declined. */
export interface TrainingRuns {
  /** Queues a run for the trainer. */
  request(predictor: string, trigger: string, options: string): Promise<TrainingRun>
  /** Starts the oldest queued run; null: none is queued. */
  begin(predictor: string): Promise<TrainingRun | null>
  finish(
    id: string,
    end: {
      readonly state: Exclude<TrainingRun['state'], 'queued' | 'running'>
      readonly reason: string
      readonly version: number | null
      readonly report: string | null
    }
  ): Promise<void>
  get(id: string): Promise<TrainingRun | null>
  /** The newest run, of these states where given. */
  last(predictor: string, states?: readonly TrainingRun['state'][]): Promise<TrainingRun | null>
  /** The newest run that made each of these versions. */
  ofVersions(predictor: string, versions: readonly number[]): Promise<ReadonlyMap<number, TrainingRun>>
  /** Newest first. */
  list(filter: { readonly predictor?: string | undefined }, page: PageRequest): Promise<Page<TrainingRun>>
  /** Fails the running runs, whose trainer has died. Only the holder of the trainer's lease may call it. */
  abandon(predictor: string, reason: string): Promise<number>
  sweep(before: number, limit: number): Promise<number>
}

export function buildTrainingRuns({ database, clock, makeId }: RowParts): TrainingRuns {
  const { reader } = database

  return {
    request: (predictor, trigger, options) =>
      database.write(async transaction =>
        toRun(
          await transaction
            .insertInto('training_runs')
            .values({
              id: makeId('trn'),
              predictor,
              trigger,
              options,
              state: 'queued',
              created_at: clock.now()
            })
            .returningAll()
            .executeTakeFirstOrThrow()
        )
      ),
    begin: predictor =>
      database.write(async transaction => {
        const oldest = transaction
          .selectFrom('training_runs')
          .select('id')
          .where('predictor', '=', predictor)
          .where('state', '=', 'queued')
          .orderBy('id')
          .limit(1)
        const row = await transaction
          .updateTable('training_runs')
          .set({ state: 'running', started_at: clock.now() })
          .where('id', '=', oldest)
          .where('state', '=', 'queued')
          .returningAll()
          .executeTakeFirst()
        return row === undefined ? null : toRun(row)
      }),
    async finish(id, { state, reason, version, report }) {
      await database.write(transaction =>
        transaction
          .updateTable('training_runs')
          .set({ state, reason, version, report, finished_at: clock.now() })
          .where('id', '=', id)
          .where('state', 'in', ['queued', 'running'])
          .execute()
      )
    },
    async get(id) {
      const row = await reader.selectFrom('training_runs').selectAll().where('id', '=', id).executeTakeFirst()
      return row === undefined ? null : toRun(row)
    },
    async last(predictor, states) {
      let query = reader.selectFrom('training_runs').selectAll().where('predictor', '=', predictor)
      if (states !== undefined) query = query.where('state', 'in', states)
      const row = await query.orderBy('id', 'desc').limit(1).executeTakeFirst()
      return row === undefined ? null : toRun(row)
    },
    async ofVersions(predictor, versions) {
      if (versions.length === 0) return new Map()
      const rows = await reader
        .selectFrom('training_runs')
        .selectAll()
        .where('predictor', '=', predictor)
        .where('version', 'in', versions)
        .orderBy('id')
        .execute()
      return new Map(rows.map(toRun).flatMap(run => (run.version === null ? [] : [[run.version, run]])))
    },
    list({ predictor }, page) {
      const all = reader.selectFrom('training_runs').selectAll()
      const query = predictor === undefined ? all : all.where('predictor', '=', predictor)
      return readPageById(query, page, toRun)
    },
    abandon: (predictor, reason) =>
      database.write(async transaction => {
        const result = await transaction
          .updateTable('training_runs')
          .set({ state: 'failed', reason, finished_at: clock.now() })
          .where('predictor', '=', predictor)
          .where('state', '=', 'running')
          .executeTakeFirst()
        return Number(result.numUpdatedRows)
      }),
    sweep: (before, limit) =>
      database.write(async transaction => {
        const old = transaction
          .selectFrom('training_runs')
          .select('id')
          .where('created_at', '<', before)
          .where('state', 'not in', ['queued', 'running'])
          .limit(limit)
        const result = await transaction.deleteFrom('training_runs').where('id', 'in', old).executeTakeFirst()
        return Number(result.numDeletedRows)
      })
  }
}

function toRun(row: Selectable<TrainingRunRow>): TrainingRun {
  return {
    id: row.id,
    predictor: row.predictor,
    trigger: row.trigger,
    state: row.state,
    reason: row.reason,
    version: row.version,
    options: row.options,
    report: row.report,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at
  }
}

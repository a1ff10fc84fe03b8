import type { Selectable } from 'kysely'
import type { VerificationRow } from '../ports/training-tables.ts'
import type { Metric } from './model-manifest.ts'
import { type Page, type PageRequest, readPageById } from './page.ts'
import type { RowParts } from './row-parts.ts'

export interface Verification {
  readonly id: string
  readonly predictor: string
  readonly kind: VerificationRow['kind']
  readonly trigger: VerificationRow['trigger']
  readonly state: VerificationRow['state']
  readonly attempts: number
  readonly version: number | null
  readonly cases: number | null
  /** Metrics of 'live' and of each baseline, by slice. */
  readonly metrics: readonly Metric[]
  readonly reason: string | null
  readonly createdAt: number
  readonly startedAt: number | null
  readonly finishedAt: number | null
}

export interface VerificationEnd {
  readonly state: Extract<Verification['state'], 'passed' | 'failed' | 'undecided'>
  readonly reason: string
  readonly version: number | null
  readonly cases: number | null
  readonly metrics: readonly Metric[]
}

/** Verifications of the live version, requested and ended. */
export interface Verifications {
  /** Queues one verification of each kind, or returns the one of that kind that is already queued. */
  request(predictor: string, trigger: Verification['trigger']): Promise<readonly Verification[]>
  /** Starts the oldest queued verification; null: none is queued. */
  begin(predictor: string): Promise<Verification | null>
  /** Ends a verification. Writes nothing when another trainer has started it again. */
  finish(begun: Pick<Verification, 'id' | 'attempts'>, end: VerificationEnd): Promise<void>
  /** Queues it again when it cannot be measured now. The attempt does not count. */
  postpone(begun: Pick<Verification, 'id' | 'attempts'>): Promise<void>
  /**
   * Queues the verifications of a dead trainer again; after two attempts, ends them as undecided. Only the holder of the
   * trainer's lease may call it.
   */
  recover(predictor: string): Promise<void>
  /** The newest verification in any state. */
  last(predictor: string): Promise<Verification | null>
  /** The newest ended verification of each kind. */
  lastEnded(predictor: string): Promise<readonly Verification[]>
  /** Newest first. */
  list(predictor: string, page: PageRequest): Promise<Page<Verification>>
  /**
   * Returns the answers of a version on a golden set (JSON text) from its first verification. Stores `answers` when there
   * are none.
   */
  keepAnswers(of: { predictor: string; version: number; goldenSet: string }, answers: string): Promise<string>
  /** Deletes at most `limit` ended verifications created before `before`. Returns their number. */
  sweep(before: number, limit: number): Promise<number>
}

const kinds = ['newest', 'golden'] as const
const MAX_ATTEMPTS = 2
const ended = ['passed', 'failed', 'undecided'] as const

export function buildVerifications({ database, clock, makeId }: RowParts): Verifications {
  const { reader } = database

  return {
    request: (predictor, trigger) =>
      database.write(async transaction => {
        const waiting = await transaction
          .selectFrom('verifications')
          .selectAll()
          .where('predictor', '=', predictor)
          .where('state', '=', 'queued')
          .orderBy('id')
          .execute()
        const missing = kinds.filter(kind => !waiting.some(row => row.kind === kind))
        const made = missing.map(kind => ({
          id: makeId('ver'),
          predictor,
          kind,
          trigger,
          state: 'queued' as const,
          attempts: 0,
          created_at: clock.now()
        }))
        const added =
          made.length === 0
            ? []
            : await transaction.insertInto('verifications').values(made).returningAll().execute()
        const rows = [...waiting, ...added]
        return kinds.flatMap(kind => rows.find(row => row.kind === kind) ?? []).map(toVerification)
      }),
    begin: predictor =>
      database.write(async transaction => {
        const oldest = transaction
          .selectFrom('verifications')
          .select('id')
          .where('predictor', '=', predictor)
          .where('state', '=', 'queued')
          .orderBy('id')
          .limit(1)
        const row = await transaction
          .updateTable('verifications')
          .set(({ ref, eb }) => ({
            state: 'running',
            attempts: eb(ref('attempts'), '+', 1),
            started_at: clock.now()
          }))
          .where('id', '=', oldest)
          .where('state', '=', 'queued')
          .returningAll()
          .executeTakeFirst()
        return row === undefined ? null : toVerification(row)
      }),
    async finish({ id, attempts }, { state, reason, version, cases, metrics }) {
      await database.write(transaction =>
        transaction
          .updateTable('verifications')
          .set({ state, reason, version, cases, metrics: JSON.stringify(metrics), finished_at: clock.now() })
          .where('id', '=', id)
          .where('state', '=', 'running')
          .where('attempts', '=', attempts)
          .execute()
      )
    },
    async postpone({ id, attempts }) {
      await database.write(transaction =>
        transaction
          .updateTable('verifications')
          .set({ state: 'queued', attempts: attempts - 1 })
          .where('id', '=', id)
          .where('state', '=', 'running')
          .where('attempts', '=', attempts)
          .execute()
      )
    },
    recover: predictor =>
      database.write(async transaction => {
        const left = transaction
          .updateTable('verifications')
          .where('predictor', '=', predictor)
          .where('state', '=', 'running')
        await left.set({ state: 'queued' }).where('attempts', '<', MAX_ATTEMPTS).execute()
        const reason = `${MAX_ATTEMPTS} trainers stopped during this verification`
        await left.set({ state: 'undecided', reason, finished_at: clock.now() }).execute()
      }),
    async last(predictor) {
      const row = await reader
        .selectFrom('verifications')
        .selectAll()
        .where('predictor', '=', predictor)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row === undefined ? null : toVerification(row)
    },
    async lastEnded(predictor) {
      const rows = await Promise.all(
        kinds.map(kind =>
          reader
            .selectFrom('verifications')
            .selectAll()
            .where('predictor', '=', predictor)
            .where('kind', '=', kind)
            .where('state', 'in', ended)
            .orderBy('id', 'desc')
            .limit(1)
            .executeTakeFirst()
        )
      )
      return rows.flatMap(row => row ?? []).map(toVerification)
    },
    list: (predictor, page) =>
      readPageById(
        reader.selectFrom('verifications').selectAll().where('predictor', '=', predictor),
        page,
        toVerification
      ),
    keepAnswers: ({ predictor, version, goldenSet }, answers) =>
      database.write(async transaction => {
        await transaction
          .insertInto('golden_answers')
          .values({ predictor, version, golden_set: goldenSet, answers, created_at: clock.now() })
          .onConflict(on => on.doNothing())
          .execute()
        const kept = await transaction
          .selectFrom('golden_answers')
          .select('answers')
          .where('predictor', '=', predictor)
          .where('version', '=', version)
          .where('golden_set', '=', goldenSet)
          .executeTakeFirstOrThrow()
        return kept.answers
      }),
    sweep: (before, limit) =>
      database.write(async transaction => {
        const old = transaction
          .selectFrom('verifications')
          .select('id')
          .where('created_at', '<', before)
          .where('state', 'in', ended)
          .limit(limit)
        const result = await transaction.deleteFrom('verifications').where('id', 'in', old).executeTakeFirst()
        return Number(result.numDeletedRows)
      })
  }
}

function toVerification(row: Selectable<VerificationRow>): Verification {
  const { created_at, started_at, finished_at, metrics, ...rest } = row
  return {
    ...rest,
    metrics: metrics === null ? [] : JSON.parse(metrics),
    createdAt: created_at,
    startedAt: started_at,
    finishedAt: finished_at
  }
}

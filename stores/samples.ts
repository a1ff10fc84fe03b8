import { type Selectable, sql, type Transaction } from 'kysely'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { Provenance } from '../ports/provenance.ts'
import type { Tables } from '../ports/tables.ts'
import type { SampleRow } from '../ports/training-tables.ts'
import { buildInsertRows } from './insert-rows.ts'

export interface NewSample {
  readonly predictor: string
  /** The predictor's sampleVersion. */
  readonly version: number
  /** Never split between training and test. */
  readonly subject: string
  /** The id of its outcome; absent: the only one of its subject. */
  readonly outcomeId?: string
  readonly slice: string | null
  /** JSON text. */
  readonly sample: string
  readonly endedAt: number
  /** Absent: real. */
  readonly provenance?: Provenance
}

export interface StoredSample extends NewSample {
  /** Deterministic: predictor, version, subject, slice, provenance, outcome id. A later sample with the same id replaces it. */
  readonly id: string
  readonly provenance: Provenance
  readonly outcomeId: string
  readonly createdAt: number
}

interface SampleFilter {
  readonly predictor: string
  readonly version: number
  /** endedAt > endedAfter */
  readonly endedAfter?: number | undefined
  /** Absent: any provenance. */
  readonly provenances?: readonly Provenance[] | undefined
  /** createdAt > createdAfter: new since a training. */
  readonly createdAfter?: number | undefined
  /** createdAt <= createdUntil: known at a training. */
  readonly createdUntil?: number | undefined
}

/** Finished cases, for the trainer. */
export interface Samples {
  put(samples: readonly NewSample[]): Promise<void>
  /** Adds samples within the caller's transaction. */
  add(transaction: Transaction<Tables>, samples: readonly NewSample[]): Promise<void>
  /** Deletes the samples of an outcome with another provenance, within the caller's transaction. */
  removeOthers(
    transaction: Transaction<Tables>,
    outcome: Pick<StoredSample, 'predictor' | 'subject' | 'outcomeId' | 'provenance'>
  ): Promise<void>
  /** By endedAt, then id. `after`: the last of the previous page. */
  list(
    filter: SampleFilter,
    page: { readonly limit: number; readonly after?: Pick<StoredSample, 'endedAt' | 'id'> | undefined }
  ): Promise<readonly StoredSample[]>
  /** The same, newest first. `before`: the last of the previous page. */
  listNewest(
    filter: SampleFilter,
    page: { readonly limit: number; readonly before?: Pick<StoredSample, 'endedAt' | 'id'> | undefined }
  ): Promise<readonly StoredSample[]>
  count(filter: SampleFilter): Promise<number>
  /** Counts the subjects, at most `max`. */
  countSubjects(filter: SampleFilter, max: number): Promise<number>
  /** Counts the samples of other versions, which must be made again. */
  countOutdated(predictor: string, version: number): Promise<number>
  /** Deletes at most `limit` samples of other versions. Returns their number. */
  removeOutdated(predictor: string, version: number, limit: number): Promise<number>
  /** Keeps the newest `keep` real samples and as many others of the predictor, by their end. Deletes at most `limit`. */
  sweep(predictor: string, keep: number, limit: number): Promise<number>
}

export function buildSamples({
  database,
  clock
}: {
  readonly database: Database
  readonly clock: Clock
}): Samples {
  const { reader } = database
  // An unchanged sample keeps its time, because new samples start a training.
  const sameStays = sql<number>`case when samples.sample = excluded.sample and samples.ended_at = excluded.ended_at
    then samples.created_at else excluded.created_at end`
  const upsert = buildInsertRows(
    reader,
    'samples',
    [
      'id',
      'predictor',
      'version',
      'subject',
      'outcome_id',
      'slice',
      'sample',
      'provenance',
      'ended_at',
      'created_at'
    ],
    query =>
      query.onConflict(on =>
        on.column('id').doUpdateSet(({ ref }) => ({
          sample: ref('excluded.sample'),
          ended_at: ref('excluded.ended_at'),
          created_at: sameStays
        }))
      )
  )

  async function add(transaction: Transaction<Tables>, samples: readonly NewSample[]): Promise<void> {
    const created_at = clock.now()
    // One statement must not contain the same row twice: the last of equal ids is used.
    const byId = new Map(samples.map(sample => [idOf(sample), sample]))
    await upsert(
      transaction,
      [...byId].map(([id, { endedAt, outcomeId = '', provenance = 'real', ...sample }]) => ({
        id,
        ...sample,
        outcome_id: outcomeId,
        provenance,
        ended_at: endedAt,
        created_at
      }))
    )
  }

  function select({ predictor, version, endedAfter, createdAfter, createdUntil, provenances }: SampleFilter) {
    let query = reader.selectFrom('samples').where('predictor', '=', predictor).where('version', '=', version)
    if (endedAfter !== undefined) query = query.where('ended_at', '>', endedAfter)
    if (provenances !== undefined) query = query.where('provenance', 'in', provenances)
    if (createdAfter !== undefined) query = query.where('created_at', '>', createdAfter)
    if (createdUntil !== undefined) query = query.where('created_at', '<=', createdUntil)
    return query
  }

  return {
    add,
    async removeOthers(transaction, { predictor, subject, outcomeId, provenance }) {
      await transaction
        .deleteFrom('samples')
        .where('predictor', '=', predictor)
        .where('subject', '=', subject)
        .where('outcome_id', '=', outcomeId)
        .where('provenance', '!=', provenance)
        .execute()
    },
    put: samples => database.write(transaction => add(transaction, samples)),
    async list(filter, { limit, after }) {
      let query = select(filter).selectAll()
      if (after) {
        query = query.where(({ or, and, eb }) =>
          or([
            eb('ended_at', '>', after.endedAt),
            and([eb('ended_at', '=', after.endedAt), eb('id', '>', after.id)])
          ])
        )
      }
      const rows = await query.orderBy('ended_at').orderBy('id').limit(limit).execute()
      return rows.map(toStoredSample)
    },
    async listNewest(filter, { limit, before }) {
      let query = select(filter).selectAll()
      if (before) {
        query = query.where(({ or, and, eb }) =>
          or([
            eb('ended_at', '<', before.endedAt),
            and([eb('ended_at', '=', before.endedAt), eb('id', '<', before.id)])
          ])
        )
      }
      const rows = await query.orderBy('ended_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
      return rows.map(toStoredSample)
    },
    async count(filter) {
      const row = await select(filter)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },
    async countSubjects(filter, max) {
      const subjects = select(filter).select('subject').distinct().limit(max)
      return (await subjects.execute()).length
    },
    async countOutdated(predictor, version) {
      const row = await reader
        .selectFrom('samples')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('predictor', '=', predictor)
        .where('version', '!=', version)
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },
    removeOutdated: (predictor, version, limit) =>
      database.write(async transaction => {
        const outdated = transaction
          .selectFrom('samples')
          .select('id')
          .where('predictor', '=', predictor)
          .where('version', '!=', version)
          .limit(limit)
        const result = await transaction.deleteFrom('samples').where('id', 'in', outdated).executeTakeFirst()
        return Number(result.numDeletedRows)
      }),
    async sweep(predictor, keep, limit) {
      // Separate, so that other samples do not displace real ones.
      const others = await sweepOf(['simulated', 'demo'], predictor, keep, limit)
      return others + (await sweepOf(['real'], predictor, keep, limit - others))
    }
  }

  async function sweepOf(
    provenances: readonly Provenance[],
    predictor: string,
    keep: number,
    limit: number
  ): Promise<number> {
    const { count } = await reader
      .selectFrom('samples')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('predictor', '=', predictor)
      .where('provenance', 'in', provenances)
      .executeTakeFirstOrThrow()
    const surplus = Math.min(Number(count) - keep, limit)
    if (surplus <= 0) return 0
    return database.write(async transaction => {
      const oldest = transaction
        .selectFrom('samples')
        .select('id')
        .where('predictor', '=', predictor)
        .where('provenance', 'in', provenances)
        .orderBy('ended_at')
        .orderBy('id')
        .limit(surplus)
      const result = await transaction.deleteFrom('samples').where('id', 'in', oldest).executeTakeFirst()
      return Number(result.numDeletedRows)
    })
  }
}

function toStoredSample({ ended_at, created_at, outcome_id, ...rest }: Selectable<SampleRow>): StoredSample {
  return { ...rest, outcomeId: outcome_id, endedAt: ended_at, createdAt: created_at }
}

function idOf({
  predictor,
  version,
  subject,
  slice,
  provenance = 'real',
  outcomeId = ''
}: NewSample): string {
  const parts = [predictor, version, subject, slice]
  if (outcomeId !== '') return JSON.stringify([...parts, provenance, outcomeId])
  return JSON.stringify(provenance === 'real' ? parts : [...parts, provenance])
}

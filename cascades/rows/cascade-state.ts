import type { Selectable, Transaction } from 'kysely'
import type { CascadeRow } from '../../ports/cascade-tables.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Database } from '../../ports/database.ts'
import type { Tables } from '../../ports/tables.ts'
import { buildByList } from '../../stores/by-list.ts'
import { buildInsertRows } from '../../stores/insert-rows.ts'
import {
  type CascadeForecast,
  type CascadeRecord,
  type DueCascade,
  type NewChunk,
  recordColumns,
  toForecast,
  toRecord,
  toRow
} from './cascade-record.ts'

/** The rows and chunks that the collector writes and reads. */
export interface CascadeState {
  /**
   * Writes rows and chunks within a checkpoint's transaction. Ignores deleted cascades, and returns the ids of all that are
   * marked as deleted. Throws ForeignCascades when one of the `begun` cascades exists in another partition.
   */
  write(
    transaction: Transaction<Tables>,
    records: readonly CascadeRecord[],
    chunks: readonly NewChunk[],
    begun?: readonly string[]
  ): Promise<ReadonlySet<string>>
  /** The partitions of those of these cascades that exist, including deleted ones that are still marked. */
  ownersOf(ids: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** Those of these cascades that exist, with their chunks in order. `record` is null for a deleted one. */
  load(ids: readonly string[]): Promise<
    readonly {
      readonly id: string
      readonly record: CascadeRecord | null
      readonly chunks: readonly Uint8Array[]
      readonly forecast: CascadeForecast | null
    }[]
  >
  /** The chunks of these cascades by id, in order. */
  chunks(ids: readonly string[]): Promise<ReadonlyMap<string, readonly Uint8Array[]>>
  /** One page of the open cascades of a partition and source that are due at or before `time`, earliest first. */
  due(
    partition: number,
    source: string,
    time: number,
    page: { readonly after: DueCascade | null; readonly limit: number }
  ): Promise<readonly DueCascade[]>
  /** The earliest due time later than `after` of a partition's open cascades, by source. */
  firstDue(partition: number, after: number): Promise<ReadonlyMap<string, number>>
}

/** Another partition began these cascades first. The caller must forward their events to it. */
export class ForeignCascades extends Error {
  override readonly name = 'ForeignCascades'

  constructor(ids: readonly string[]) {
    super(`${ids.length} cascades belong to another partition, such as ${ids[0]}`)
  }
}

export function buildCascadeState({
  database,
  clock
}: {
  readonly database: Database
  readonly clock: Clock
}): CascadeState {
  const { reader } = database
  const upsert = buildInsertRows(reader, 'cascades', recordColumns, insert =>
    insert.onConflict(on =>
      on
        .column('id')
        .doUpdateSet(({ ref }) =>
          Object.fromEntries(
            recordColumns.filter(name => name !== 'id').map(name => [name, ref(`excluded.${name}`)])
          )
        )
        .where('cascades.state', '!=', 'forgotten')
        .whereRef('cascades.partition', '=', 'excluded.partition' as 'cascades.partition')
    )
  )
  const insertChunks = buildInsertRows(reader, 'cascade_chunks', ['cascade_id', 'number', 'bytes'])
  const selectRows = buildByList<Selectable<CascadeRow>>(reader, (schema, ids) =>
    schema.selectFrom('cascades').selectAll().where('id', 'in', ids)
  )
  const selectOwners = buildByList<{ id: string; partition: number }>(reader, (schema, ids) =>
    schema.selectFrom('cascades').select(['id', 'partition']).where('id', 'in', ids)
  )
  const selectChunks = buildByList<{ cascade_id: string; bytes: Uint8Array }>(reader, (schema, ids) =>
    schema
      .selectFrom('cascade_chunks')
      .select(['cascade_id', 'bytes'])
      .where('cascade_id', 'in', ids)
      .orderBy('cascade_id')
      .orderBy('number')
  )

  async function readChunks(ids: readonly string[]): Promise<ReadonlyMap<string, readonly Uint8Array[]>> {
    const chunks = Map.groupBy(await selectChunks(reader, ids), chunk => chunk.cascade_id)
    return new Map([...chunks].map(([id, ofOne]) => [id, ofOne.map(({ bytes }) => bytes)]))
  }

  return {
    chunks: readChunks,

    ownersOf: async ids => new Map((await selectOwners(reader, ids)).map(row => [row.id, row.partition])),

    async write(transaction, records, chunks, begun = []) {
      const updated_at = clock.now()
      await upsert(
        transaction,
        records.map(record => ({ ...toRow(record), updated_at }))
      )
      const partitions = new Map(records.map(({ id, partition }) => [id, partition]))
      const foreign = (await selectOwners(transaction, begun)).filter(
        ({ id, partition }) => partitions.get(id) !== partition
      )
      if (foreign.length > 0) throw new ForeignCascades(foreign.map(({ id }) => id))
      await insertChunks(
        transaction,
        chunks.map(({ cascadeId, number, bytes }) => ({ cascade_id: cascadeId, number, bytes }))
      )
      const gone = await transaction
        .selectFrom('cascades')
        .select('id')
        .where('state', '=', 'forgotten')
        .execute()
      if (gone.length > 0)
        await transaction
          .deleteFrom('cascade_chunks')
          .where('cascade_id', 'in', select =>
            select.selectFrom('cascades').select('id').where('state', '=', 'forgotten')
          )
          .execute()
      return new Set(gone.map(row => row.id))
    },

    async load(ids) {
      const rows = await selectRows(reader, ids)
      if (rows.length === 0) return []
      const chunks = await readChunks(rows.map(row => row.id))
      return rows.map(row => ({
        id: row.id,
        record: row.state === 'forgotten' ? null : toRecord(row),
        chunks: chunks.get(row.id) ?? [],
        forecast: toForecast(row)
      }))
    },

    async due(partition, source, time, { after, limit }) {
      let query = reader
        .selectFrom('cascades')
        .select(['id', ({ ref }) => ref('due_at').$notNull().as('dueAt')])
        .where('state', '=', 'open')
        .where('partition', '=', partition)
        .where('source', '=', source)
        .where('due_at', '<=', time)
      if (after !== null)
        query = query.where(({ or, and, eb }) =>
          or([eb('due_at', '>', after.dueAt), and([eb('due_at', '=', after.dueAt), eb('id', '>', after.id)])])
        )
      return query.orderBy('due_at').orderBy('id').limit(limit).execute()
    },

    async firstDue(partition, after) {
      const rows = await reader
        .selectFrom('cascades')
        .select(({ fn }) => ['source' as const, fn.min('due_at').as('due')])
        .where('state', '=', 'open')
        .where('partition', '=', partition)
        .where('due_at', '>', after)
        .groupBy('source')
        .execute()
      return new Map(rows.map(row => [row.source, Number(row.due)]))
    }
  }
}

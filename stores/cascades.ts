import type { Selectable, Transaction } from 'kysely'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { CascadeRow, Tables } from '../ports/tables.ts'
import { buildByList } from './by-list.ts'
import { buildInsertRows } from './insert-rows.ts'
import { type Page, type PageRequest, readCursor, writeCursor } from './page.ts'

/** A cascade's row without what others write into it. Times are epoch seconds. */
export interface CascadeRecord {
  readonly id: string
  readonly partition: number
  readonly source: string
  readonly state: 'open' | 'ended'
  readonly origin: number | null
  readonly post: number
  readonly isAdopted: boolean
  readonly firstTime: number
  readonly lastTime: number
  readonly events: number
  readonly chunks: number
  readonly windowsDone: readonly number[]
  readonly dueAt: number | null
  readonly endedAt: number | null
  readonly revision: number
}

export interface CascadeForecast {
  readonly windowSeconds: number
  readonly point: number | null
  readonly low: number | null
  readonly high: number | null
  readonly predictionId: string
}

/** What is shown of a cascade. */
export interface CascadeSummary extends CascadeRecord {
  readonly forecast: CascadeForecast | null
  /** Epoch milliseconds. */
  readonly updatedAt: number
}

export interface DueCascade {
  readonly id: string
  readonly dueAt: number
}

export interface NewChunk {
  readonly cascadeId: string
  readonly number: number
  readonly bytes: Uint8Array
}

/** Cascades as the stream brings them: a row each, and their events packed in chunks. */
export interface Cascades {
  /** The collector's, within a checkpoint's transaction. Nothing comes back of what was forgotten: the ids of those. */
  write(
    transaction: Transaction<Tables>,
    records: readonly CascadeRecord[],
    chunks: readonly NewChunk[]
  ): Promise<ReadonlySet<string>>
  /** Those of these that exist; chunks in order. `record` null: forgotten. */
  load(ids: readonly string[]): Promise<
    readonly {
      readonly id: string
      readonly record: CascadeRecord | null
      readonly chunks: readonly Uint8Array[]
    }[]
  >
  /** Open ones of a partition and source with something due at or before `time`, earliest first, a page at a time. */
  due(
    partition: number,
    source: string,
    time: number,
    page: { readonly after: DueCascade | null; readonly limit: number }
  ): Promise<readonly DueCascade[]>
  /** By source, the earliest due time after `after` of a partition's open cascades. */
  firstDue(partition: number, after: number): Promise<ReadonlyMap<string, number>>
  /**
   * A prediction has ended: kept, where its cascade is watched, unless there is one of a later window. False: no such
   * cascade.
   */
  noteForecast(transaction: Transaction<Tables>, id: string, forecast: CascadeForecast): Promise<boolean>

  get(id: string): Promise<CascadeSummary | null>
  /** Packed events, in order of arrival; null: unknown. */
  chunks(id: string): Promise<readonly Uint8Array[] | null>
  /** order 'predicted': open ones with a forecast, the largest first, one page. 'updated': the last changed first. */
  list(
    query: { readonly order: 'predicted' | 'updated'; readonly state?: 'open' | 'ended' | undefined },
    page: PageRequest
  ): Promise<Page<CascadeSummary>>
  /** Drops events and figures; a mark stays, so that events still to come are dropped. False: unknown. */
  forget(id: string): Promise<boolean>
  /** Forgotten since, in epoch milliseconds. */
  forgotten(since: number): Promise<readonly string[]>
  /** Deletes at most `limit` ended or forgotten ones not changed since `before`; how many. */
  sweep(before: number, limit: number): Promise<number>
}

const recordColumns = [
  'id',
  'partition',
  'source',
  'state',
  'origin',
  'post',
  'is_adopted',
  'first_time',
  'last_time',
  'events',
  'chunks',
  'windows_done',
  'due_at',
  'ended_at',
  'revision',
  'updated_at'
] as const

export function buildCascades({
  database,
  clock
}: {
  readonly database: Database
  readonly clock: Clock
}): Cascades {
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
    )
  )
  const insertChunks = buildInsertRows(reader, 'cascade_chunks', ['cascade_id', 'number', 'bytes'])
  const selectRows = buildByList<Selectable<CascadeRow>>(reader, (schema, ids) =>
    schema.selectFrom('cascades').selectAll().where('id', 'in', ids)
  )
  const selectChunks = buildByList<{ cascade_id: string; bytes: Uint8Array }>(reader, (schema, ids) =>
    schema
      .selectFrom('cascade_chunks')
      .select(['cascade_id', 'bytes'])
      .where('cascade_id', 'in', ids)
      .orderBy('cascade_id')
      .orderBy('number')
  )

  return {
    async write(transaction, records, chunks) {
      const updated_at = clock.now()
      await upsert(
        transaction,
        records.map(record => ({ ...toRow(record), updated_at }))
      )
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
      const chunks = Map.groupBy(
        await selectChunks(
          reader,
          rows.map(row => row.id)
        ),
        chunk => chunk.cascade_id
      )
      return rows.map(row => ({
        id: row.id,
        record: row.state === 'forgotten' ? null : toRecord(row),
        chunks: (chunks.get(row.id) ?? []).map(chunk => chunk.bytes)
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
    },

    async noteForecast(transaction, id, { windowSeconds, point, low, high, predictionId }) {
      const known = await transaction
        .selectFrom('cascades')
        .select('forecast_window')
        .where('id', '=', id)
        .where('state', '!=', 'forgotten')
        .executeTakeFirst()
      if (!known) return false
      if (known.forecast_window !== null && known.forecast_window > windowSeconds) return true
      await transaction
        .updateTable('cascades')
        .set({
          forecast_window: windowSeconds,
          forecast_point: point,
          forecast_low: low,
          forecast_high: high,
          forecast_id: predictionId,
          updated_at: clock.now()
        })
        .where('id', '=', id)
        .execute()
      return true
    },

    async get(id) {
      const row = await reader
        .selectFrom('cascades')
        .selectAll()
        .where('id', '=', id)
        .where('state', '!=', 'forgotten')
        .executeTakeFirst()
      return row ? toSummary(row) : null
    },

    async chunks(id) {
      const [loaded] = await this.load([id])
      return loaded?.record ? loaded.chunks : null
    },

    async list({ order, state }, { limit, cursor }) {
      if (order === 'predicted') {
        const rows = await reader
          .selectFrom('cascades')
          .selectAll()
          .where('forecast_point', 'is not', null)
          .where('state', '=', state ?? 'open')
          .orderBy('forecast_point', 'desc')
          .limit(limit)
          .execute()
        return { items: rows.map(toSummary), next: null }
      }
      let query = reader
        .selectFrom('cascades')
        .selectAll()
        .where('state', '!=', 'forgotten')
        .orderBy('updated_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
      if (state !== undefined) query = query.where('state', '=', state)
      const from = readCursor(cursor)
      if (from !== null)
        query = query.where(({ or, and, eb }) =>
          or([
            eb('updated_at', '<', from.time),
            and([eb('updated_at', '=', from.time), eb('id', '<', from.id)])
          ])
        )
      const rows = await query.execute()
      const items = rows.slice(0, limit).map(toSummary)
      const last = items.at(-1)
      return { items, next: rows.length > limit && last ? writeCursor(last.updatedAt, last.id) : null }
    },

    forget: id =>
      database.write(async transaction => {
        const row = await transaction
          .updateTable('cascades')
          .set({
            state: 'forgotten',
            events: 0,
            due_at: null,
            forecast_window: null,
            forecast_point: null,
            forecast_low: null,
            forecast_high: null,
            forecast_id: null,
            updated_at: clock.now()
          })
          .where('id', '=', id)
          .where('state', '!=', 'forgotten')
          .returning('id')
          .executeTakeFirst()
        await transaction.deleteFrom('cascade_chunks').where('cascade_id', '=', id).execute()
        // A predictor may bear the same name: what is said of its models stays.
        const own = ['cascades', 'alerts']
        await transaction.deleteFrom('feed').where('key', '=', id).where('topic', 'in', own).execute()
        await transaction
          .deleteFrom('outbox')
          .where('kind', '=', 'feed')
          .where('destination', 'in', own)
          .where('key', '=', id)
          .execute()
        await transaction.deleteFrom('alerts').where('cascade_id', '=', id).execute()
        return row !== undefined
      }),

    async forgotten(since) {
      const rows = await reader
        .selectFrom('cascades')
        .select('id')
        .where('state', '=', 'forgotten')
        .where('updated_at', '>=', since)
        .execute()
      return rows.map(row => row.id)
    },

    sweep: (before, limit) =>
      database.write(async transaction => {
        const rows = await transaction
          .selectFrom('cascades')
          .select('id')
          .where('updated_at', '<', before)
          .where('state', '!=', 'open')
          .orderBy('updated_at')
          .limit(limit)
          .execute()
        const ids = rows.map(row => row.id)
        if (ids.length === 0) return 0
        await transaction.deleteFrom('cascade_chunks').where('cascade_id', 'in', ids).execute()
        await transaction.deleteFrom('cascades').where('id', 'in', ids).execute()
        return ids.length
      })
  }
}

function toRow(record: CascadeRecord) {
  return {
    id: record.id,
    partition: record.partition,
    source: record.source,
    state: record.state,
    origin: record.origin,
    post: record.post,
    is_adopted: record.isAdopted ? 1 : 0,
    first_time: record.firstTime,
    last_time: record.lastTime,
    events: record.events,
    chunks: record.chunks,
    windows_done: JSON.stringify(record.windowsDone),
    due_at: record.dueAt,
    ended_at: record.endedAt,
    revision: record.revision
  }
}

function toRecord(row: Selectable<CascadeRow>): CascadeRecord {
  return {
    id: row.id,
    partition: row.partition,
    source: row.source,
    state: row.state as CascadeRecord['state'],
    origin: row.origin,
    post: row.post,
    isAdopted: row.is_adopted === 1,
    firstTime: row.first_time,
    lastTime: row.last_time,
    events: row.events,
    chunks: row.chunks,
    windowsDone: JSON.parse(row.windows_done),
    dueAt: row.due_at,
    endedAt: row.ended_at,
    revision: row.revision
  }
}

function toSummary(row: Selectable<CascadeRow>): CascadeSummary {
  const forecast =
    row.forecast_id === null
      ? null
      : {
          windowSeconds: row.forecast_window!,
          point: row.forecast_point,
          low: row.forecast_low,
          high: row.forecast_high,
          predictionId: row.forecast_id
        }
  return { ...toRecord(row), forecast, updatedAt: row.updated_at }
}

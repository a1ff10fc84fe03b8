import { sql, type Transaction } from 'kysely'
import type { Clock } from '../../ports/clock.ts'
import type { Database } from '../../ports/database.ts'
import type { Tables } from '../../ports/tables.ts'
import { type Page, type PageRequest, readPageByTime } from '../../stores/page.ts'
import { buildCascadeJournal, type CascadeJournal, listJournaled } from './cascade-journal.ts'
import {
  type CascadeForecast,
  type CascadeSummary,
  type NotedForecast,
  toForecast,
  toSummary
} from './cascade-record.ts'
import { buildCascadeState, type CascadeState } from './cascade-state.ts'
import { keepNew, unpackEvents } from './packed-events.ts'

export { type JournalSegment, leaveOut, listJournaled } from './cascade-journal.ts'
export type {
  CascadeForecast,
  CascadeRecord,
  CascadeSummary,
  DueCascade,
  NewChunk,
  NotedForecast
} from './cascade-record.ts'
export { ForeignCascades } from './cascade-state.ts'

/** Cascades collected from the stream. Each has a row; its events are packed in chunks, the newest ones in the journal. */
export interface Cascades extends CascadeState, CascadeJournal {
  /**
   * Stores the forecast in the cascade's row, unless the row has one of a later window. Returns false when the cascade is
   * unknown.
   */
  noteForecast(transaction: Transaction<Tables>, id: string, forecast: CascadeForecast): Promise<boolean>

  /** The latest forecast of a cascade, within the caller's transaction. */
  latestForecast(transaction: Transaction<Tables>, id: string): Promise<CascadeForecast | null>

  /** The forecasts of a partition's open cascades that were noted at or after `since` (epoch milliseconds). */
  notedForecasts(partitions: readonly number[], since: number): Promise<readonly NotedForecast[]>

  /** A cascade with its packed events, in order of arrival. Null: unknown. */
  get(
    id: string
  ): Promise<{ readonly summary: CascadeSummary; readonly chunks: readonly Uint8Array[] } | null>
  /**
   * Lists cascades by their rows, which lag behind the events in the journal. Order 'predicted': one page of cascades with a
   * forecast, the largest median first, open ones by default. Order 'updated': the last changed first.
   */
  list(
    query: {
      readonly order: 'predicted' | 'updated'
      readonly state?: 'open' | 'ended' | undefined
      /** Only the cascades that grow faster than expected. */
      readonly isGrowingFaster?: boolean
      /** Only this cascade. */
      readonly id?: string | undefined
    },
    page: PageRequest
  ): Promise<Page<CascadeSummary>>
  /** Deletes a cascade's data, and marks the row so that later events are dropped. Returns false when it is unknown. */
  forget(id: string): Promise<boolean>
  /** Ids of cascades deleted since `since` (epoch milliseconds). */
  forgotten(since: number): Promise<readonly string[]>
  /** Deletes at most `limit` ended or deleted cascades not changed since `before` (epoch milliseconds). Returns the count. */
  sweep(before: number, limit: number): Promise<number>
}

export function buildCascades({
  database,
  clock
}: {
  readonly database: Database
  readonly clock: Clock
}): Cascades {
  const { reader } = database
  const kept = buildCascadeState({ database, clock })
  const journal = buildCascadeJournal({ database })

  const selectRow = (id: string) =>
    reader
      .selectFrom('cascades')
      .selectAll()
      .where('id', '=', id)
      .where('state', '!=', 'forgotten')
      .executeTakeFirst()

  return {
    ...kept,
    ...journal,

    async noteForecast(transaction, id, { windowSeconds, median, areOptimal, low, high, predictionId }) {
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
          forecast_point: areOptimal,
          forecast_median: median,
          forecast_low: low,
          forecast_high: high,
          forecast_id: predictionId,
          forecast_at: clock.now(),
          updated_at: clock.now()
        })
        .where('id', '=', id)
        .execute()
      return true
    },

    async latestForecast(transaction, id) {
      const row = await transaction.selectFrom('cascades').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? toForecast(row) : null
    },

    async notedForecasts(partitions, since) {
      if (partitions.length === 0) return []
      const rows = await reader
        .selectFrom('cascades')
        .selectAll()
        .where('state', '=', 'open')
        .where('forecast_at', '>=', since)
        .where('partition', 'in', partitions)
        .execute()
      return rows.flatMap(row => {
        const forecast = toForecast(row)
        return forecast === null ? [] : [{ cascadeId: row.id, forecast }]
      })
    },

    async get(id) {
      const place = await selectRow(id)
      if (!place) return null
      // Read the journal first: events that leave it in between are in a chunk by then.
      const segments = await journal.journal(place.partition)
      const [row, chunks] = [await selectRow(id), await kept.chunks([id])]
      if (!row) return null
      const journaled = segments.flatMap(segment => {
        const at = segment.cascadeIds.indexOf(id)
        return at < 0 ? [] : [[...listJournaled(segment)][at]![1]]
      })
      return mergeJournaled(toSummary(row), chunks.get(id) ?? [], journaled)
    },

    async list({ order, state, isGrowingFaster = false, id }, page) {
      if (order === 'predicted') {
        const rows = await reader
          .selectFrom('cascades')
          .selectAll()
          .where('forecast_point', 'is not', null)
          .where('state', '=', state ?? 'open')
          .$if(isGrowingFaster, query => query.where('faster_since', 'is not', null))
          .$if(id !== undefined, query => query.where('id', '=', id!))
          // What is expected now is at least what was seen.
          .orderBy(
            sql`case when coalesce(forecast_median, forecast_point) > events
            then coalesce(forecast_median, forecast_point) else events end`,
            'desc'
          )
          .limit(page.limit)
          .execute()
        return { items: rows.map(toSummary), next: null }
      }
      const all = reader
        .selectFrom('cascades')
        .selectAll()
        .where('state', '!=', 'forgotten')
        .$if(isGrowingFaster, query => query.where('faster_since', 'is not', null))
        .$if(id !== undefined, query => query.where('id', '=', id!))
      const query = state === undefined ? all : all.where('state', '=', state)
      return readPageByTime(query, 'updated_at', page, toSummary)
    },

    forget: id =>
      database.write(async transaction => {
        const row = await transaction
          .updateTable('cascades')
          .set({
            state: 'forgotten',
            events: 0,
            post_author: null,
            due_at: null,
            forecast_window: null,
            forecast_point: null,
            forecast_median: null,
            forecast_low: null,
            forecast_high: null,
            forecast_id: null,
            forecast_at: null,
            updated_at: clock.now()
          })
          .where('id', '=', id)
          .where('state', '!=', 'forgotten')
          .returning('partition')
          .executeTakeFirst()
        await transaction.deleteFrom('cascade_chunks').where('cascade_id', '=', id).execute()
        if (row) await journal.dropFromJournal(transaction, row.partition, id)
        // A predictor may have the same name as the cascade: its model events stay in the feed.
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

/** Adds the events of the journal, which the row does not count yet. */
function mergeJournaled(
  summary: CascadeSummary,
  chunks: readonly Uint8Array[],
  journaled: readonly Uint8Array[]
) {
  const added = keepNew(chunks, journaled)
  if (added.length === 0) return { summary, chunks }
  const merged = [...chunks, ...added]
  const times = unpackEvents(added).map(({ time }) => time)
  const events = unpackEvents(merged).length
  const lastTime = times.reduce((last, time) => Math.max(last, time), summary.lastTime)
  return { summary: { ...summary, events, lastTime }, chunks: merged }
}

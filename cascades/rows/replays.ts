import type { Selectable, Transaction, Updateable } from 'kysely'
import type { ReplayRow } from '../../ports/cascade-tables.ts'
import type { Provenance } from '../../ports/provenance.ts'
import type { Tables } from '../../ports/tables.ts'
import { type Page, type PageRequest, readPageById } from '../../stores/page.ts'
import type { RowParts } from '../../stores/row-parts.ts'

export interface Replay {
  readonly id: string
  /** Prefix of the ids of its cascades. */
  readonly label: string
  /** Null: a simulation, or a replay of the recorded topic. */
  readonly folder: string | null
  /** The model version that forecasts the recorded topic; null: the replay appends events to the stream. */
  readonly model: number | null
  /** Provenance of its events. */
  readonly provenance: Provenance
  /** JSON text. */
  readonly options: string
  readonly state: ReplayRow['state']
  readonly reason: string | null
  readonly place: ReplayPosition | null
  readonly progress: ReplayProgress
  /** JSON text of the state at its start: the collector's counters, or the topic's ranges for a replay through a version. */
  readonly before: string | null
  /** Digest of the folder's content at its start; null before. */
  readonly content: string | null
  readonly createdAt: number
  readonly startedAt: number | null
  readonly finishedAt: number | null
}

/** The position at which a replay resumes. */
export interface ReplayPosition {
  /** Number of the round, from 0. */
  readonly round: number
  /** Number of events of this round that are on the stream. */
  readonly taken: number
  /** Event time at which this round begins, in epoch seconds. */
  readonly epoch: number
}

export interface ReplayProgress {
  /** Events sent in all rounds; `cascades` counts the posts among them. */
  readonly events: number
  readonly cascades: number
  /** Totals of one round; null for an endless replay, and before its first round. */
  readonly totalEvents: number | null
  readonly totalCascades: number | null
}

/** What a replay produces: events on the stream, or forecasts by a version. */
type ReplayKind = 'events' | 'forecasts'

/** Replays as stored commands. Any process can request one; one process at a time plays it. */
export interface Replays {
  request(replay: {
    readonly label: string
    readonly folder: string | null
    readonly options: string
    readonly model?: number
    /** Default: real. */
    readonly provenance?: Provenance
  }): Promise<Replay>
  /** Claims the oldest replay of this kind that is queued or whose lease has expired. Null: there is none. */
  claim(owner: string, leaseSeconds: number, kind: ReplayKind): Promise<Replay | null>
  /** Stores progress and renews the lease. Returns false when the replay was stopped or another owner has claimed it. */
  advance(
    id: string,
    owner: string,
    leaseSeconds: number,
    place: ReplayPosition,
    progress: ReplayProgress
  ): Promise<boolean>
  /** Stores `before` (see Replay), unless it is stored already. */
  noteBefore(id: string, owner: string, state: string): Promise<void>
  /** Stores the digest of the folder's content. */
  noteContent(id: string, owner: string, digest: string): Promise<void>
  finish(id: string, owner: string, state: 'succeeded' | 'failed', reason: string | null): Promise<void>
  /** Releases the claim, so that another owner can claim the replay at once. */
  release(id: string, owner: string): Promise<void>
  /** Stops the replay, unless it has ended. Null: there is no replay with this id. */
  stop(id: string): Promise<Replay | null>
  /** The model versions of queued and running replays. */
  models(): Promise<readonly number[]>
  get(id: string): Promise<Replay | null>
  /** Newest first. */
  list(page: PageRequest): Promise<Page<Replay>>
  sweep(before: number, limit: number): Promise<number>
}

export function buildReplays({ database, clock, makeId }: RowParts): Replays {
  const { reader } = database

  const updateOwned = (
    transaction: Transaction<Tables>,
    id: string,
    owner: string,
    values: Updateable<ReplayRow>
  ) => transaction.updateTable('replays').set(values).where('id', '=', id).where('owner', '=', owner)

  return {
    request: ({ label, folder, options, model, provenance = 'real' }) =>
      database.write(async transaction => {
        const id = makeId('rpl')
        const row = await transaction
          .insertInto('replays')
          .values({
            id,
            // The suffix keeps the cascades of two replays of one folder apart.
            label: `${label}.${id.slice(-6)}`,
            folder,
            options,
            model: model ?? null,
            provenance,
            state: 'queued',
            round: 0,
            taken: 0,
            events: 0,
            cascades: 0,
            created_at: clock.now()
          })
          .returningAll()
          .executeTakeFirstOrThrow()
        return toReplay(row)
      }),
    async claim(owner, leaseSeconds, kind) {
      const now = clock.now()
      const waiting = reader
        .selectFrom('replays')
        .select('id')
        .where('state', 'in', ['queued', 'running'])
        .where('model', kind === 'events' ? 'is' : 'is not', null)
        .where(({ or, eb }) => or([eb('lease_until', 'is', null), eb('lease_until', '<=', now)]))
        .orderBy('id')
        .limit(1)
      const found = await waiting.executeTakeFirst()
      if (!found) return null
      return database.write(async transaction => {
        const row = await transaction
          .updateTable('replays')
          .set(({ fn, val }) => ({
            state: 'running',
            owner,
            lease_until: now + leaseSeconds * 1_000,
            started_at: fn.coalesce('started_at', val(now))
          }))
          .where('id', '=', found.id)
          .where('state', 'in', ['queued', 'running'])
          .where(({ or, eb }) => or([eb('lease_until', 'is', null), eb('lease_until', '<=', now)]))
          .returningAll()
          .executeTakeFirst()
        return row ? toReplay(row) : null
      })
    },
    async advance(id, owner, leaseSeconds, { round, taken, epoch }, progress) {
      const result = await database.write(transaction =>
        updateOwned(transaction, id, owner, {
          round,
          taken,
          epoch,
          events: progress.events,
          cascades: progress.cascades,
          total_events: progress.totalEvents,
          total_cascades: progress.totalCascades,
          lease_until: clock.now() + leaseSeconds * 1_000
        })
          .where('state', '=', 'running')
          .executeTakeFirst()
      )
      return Number(result.numUpdatedRows) === 1
    },
    async noteBefore(id, owner, state) {
      await database.write(transaction =>
        updateOwned(transaction, id, owner, { collected_before: state })
          .where('collected_before', 'is', null)
          .execute()
      )
    },
    async noteContent(id, owner, digest) {
      await database.write(transaction => updateOwned(transaction, id, owner, { content: digest }).execute())
    },
    async finish(id, owner, state, reason) {
      await database.write(transaction =>
        updateOwned(transaction, id, owner, {
          state,
          reason,
          owner: null,
          lease_until: null,
          finished_at: clock.now()
        })
          .where('state', '=', 'running')
          .execute()
      )
    },
    async release(id, owner) {
      await database.write(transaction =>
        updateOwned(transaction, id, owner, { owner: null, lease_until: null }).execute()
      )
    },
    async stop(id) {
      await database.write(transaction =>
        transaction
          .updateTable('replays')
          .set({ state: 'stopped', owner: null, lease_until: null, finished_at: clock.now() })
          .where('id', '=', id)
          .where('state', 'in', ['queued', 'running'])
          .execute()
      )
      return get(id)
    },
    async models() {
      const rows = await reader
        .selectFrom('replays')
        .select(({ ref }) => ref('model').$notNull().as('model'))
        .distinct()
        .where('state', 'in', ['queued', 'running'])
        .where('model', 'is not', null)
        .execute()
      return rows.map(row => Number(row.model))
    },
    get,
    list: page => readPageById(reader.selectFrom('replays').selectAll(), page, toReplay),
    sweep: (before, limit) =>
      database.write(async transaction => {
        const rows = await transaction
          .selectFrom('replays')
          .select('id')
          .where('finished_at', '<', before)
          .limit(limit)
          .execute()
        const ids = rows.map(row => row.id)
        if (ids.length === 0) return 0
        await transaction.deleteFrom('replay_forecasts').where('replay_id', 'in', ids).execute()
        await transaction.deleteFrom('replays').where('id', 'in', ids).execute()
        return ids.length
      })
  }

  async function get(id: string): Promise<Replay | null> {
    const row = await reader.selectFrom('replays').selectAll().where('id', '=', id).executeTakeFirst()
    return row ? toReplay(row) : null
  }
}

function toReplay(row: Selectable<ReplayRow>): Replay {
  const { epoch } = row
  return {
    id: row.id,
    label: row.label,
    folder: row.folder,
    model: row.model === null ? null : Number(row.model),
    provenance: row.provenance,
    options: row.options,
    state: row.state,
    reason: row.reason,
    place: epoch === null ? null : { round: Number(row.round), taken: Number(row.taken), epoch },
    progress: {
      events: Number(row.events),
      cascades: Number(row.cascades),
      totalEvents: row.total_events,
      totalCascades: row.total_cascades
    },
    before: row.collected_before,
    content: row.content,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at
  }
}

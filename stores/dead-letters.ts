import type { Selectable, Transaction } from 'kysely'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import { keyOf } from '../ports/messages.ts'
import type { DeadLetterRow, Tables } from '../ports/tables.ts'
import type { Outbox } from './outbox.ts'
import { type Page, type PageRequest, readCursor, writeCursor } from './page.ts'
import { isPredictQueue } from './predictions/job.ts'
import type { Predictions } from './predictions.ts'

export interface NewLetter {
  readonly id: string
  /** The queue, or stream topic, that it came on. */
  readonly queue: string
  readonly body: string
  readonly reason: string
}

export interface DeadLetter {
  readonly id: string
  readonly queue: string
  readonly body: string
  readonly reason: string
  /** The failed prediction; null for a message that could not be read. */
  readonly predictionId: string | null
  readonly createdAt: number
  readonly redrivenAt: number | null
}

export type Redriven =
  | { readonly is: 'not-found' }
  /** It was redriven before, or its prediction is not failed any more. */
  | { readonly is: 'refused'; readonly letter: DeadLetter }
  | { readonly is: 'done'; readonly letter: DeadLetter }

/** Failed jobs and unreadable messages, with their reason. */
export interface DeadLetters {
  /** An unreadable message drained from a queue. The same id twice is one letter. */
  add(letter: NewLetter): Promise<void>
  /** The same within the caller's transaction. */
  addWithin(transaction: Transaction<Tables>, letters: readonly NewLetter[]): Promise<void>
  get(id: string): Promise<DeadLetter | null>
  /** Newest first; by default only those not redriven. */
  list(
    filter: { readonly queue?: string | undefined; readonly includeRedriven?: boolean | undefined },
    page: PageRequest
  ): Promise<Page<DeadLetter>>
  count(): Promise<number>
  /** A failed prediction is retried in a new generation; an unreadable message goes to its queue or topic again. */
  redrive(id: string): Promise<Redriven>
  sweep(before: number, limit: number): Promise<number>
}

export function buildDeadLetters({
  database,
  clock,
  outbox,
  predictions
}: {
  readonly database: Database
  readonly clock: Clock
  readonly outbox: Outbox
  readonly predictions: Pick<Predictions, 'retry'>
}): DeadLetters {
  const { reader } = database

  async function get(id: string): Promise<DeadLetter | null> {
    const row = await reader.selectFrom('dead_letters').selectAll().where('id', '=', id).executeTakeFirst()
    return row === undefined ? null : toLetter(row)
  }

  const addWithin: DeadLetters['addWithin'] = async (transaction, letters) => {
    if (letters.length === 0) return
    const created_at = clock.now()
    await transaction
      .insertInto('dead_letters')
      .values(letters.map(letter => ({ ...letter, prediction_id: null, created_at, redriven_at: null })))
      .onConflict(on => on.doNothing())
      .execute()
  }

  /** True for one caller only. */
  async function redriveMessage({ id, queue, body }: DeadLetter): Promise<boolean> {
    return database.write(async transaction => {
      const now = clock.now()
      const row = await transaction
        .updateTable('dead_letters')
        .set({ redriven_at: now })
        .where('id', '=', id)
        .where('redriven_at', 'is', null)
        .returning('id')
        .executeTakeFirst()
      if (row === undefined) return false
      await outbox.add(transaction, [
        {
          id: `${id}.redriven`,
          kind: kindOf(queue),
          destination: queue,
          key: keyOf(body) ?? id,
          payload: body
        }
      ])
      return true
    })
  }

  return {
    get,
    add: letter => database.write(transaction => addWithin(transaction, [letter])),
    addWithin,
    async list({ queue, includeRedriven = false }, { limit, cursor }) {
      let query = reader.selectFrom('dead_letters').selectAll()
      if (queue !== undefined) query = query.where('queue', '=', queue)
      if (!includeRedriven) query = query.where('redriven_at', 'is', null)
      const after = readCursor(cursor)
      if (after) {
        query = query.where(({ or, and, eb }) =>
          or([
            eb('created_at', '<', after.time),
            and([eb('created_at', '=', after.time), eb('id', '<', after.id)])
          ])
        )
      }
      const rows = await query
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute()
      const items = rows.slice(0, limit).map(toLetter)
      const last = items.at(-1)
      return { items, next: last && rows.length > limit ? writeCursor(last.createdAt, last.id) : null }
    },
    async count() {
      const row = await reader
        .selectFrom('dead_letters')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('redriven_at', 'is', null)
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },
    async redrive(id) {
      const letter = await get(id)
      if (letter === null) return { is: 'not-found' }
      if (letter.redrivenAt !== null) return { is: 'refused', letter }
      if (letter.predictionId === null) {
        if (!(await redriveMessage(letter))) return { is: 'refused', letter }
        outbox.wake(kindOf(letter.queue))
      } else if ((await predictions.retry(letter.predictionId)).is !== 'done')
        return { is: 'refused', letter }
      return { is: 'done', letter: (await get(id)) ?? letter }
    },
    async sweep(before, limit) {
      const rows = await reader
        .selectFrom('dead_letters')
        .select('id')
        .where('created_at', '<', before)
        .orderBy('created_at')
        .limit(limit)
        .execute()
      const ids = rows.map(row => row.id)
      if (ids.length === 0) return 0
      await database.write(transaction =>
        transaction.deleteFrom('dead_letters').where('id', 'in', ids).execute()
      )
      return ids.length
    }
  }
}

function kindOf(queue: string): 'job' | 'message' {
  return isPredictQueue(queue) ? 'job' : 'message'
}

function toLetter(row: Selectable<DeadLetterRow>): DeadLetter {
  return {
    id: row.id,
    queue: row.queue,
    body: row.body,
    reason: row.reason,
    predictionId: row.prediction_id,
    createdAt: row.created_at,
    redrivenAt: row.redriven_at
  }
}

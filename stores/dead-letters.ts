import type { Transaction } from 'kysely'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import { keyOf } from '../ports/messages.ts'
import { readProperties } from '../ports/properties.ts'
import type { Tables } from '../ports/tables.ts'
import type { DeadLetter } from './dead-letters/dead-letter.ts'
import { type DeadLetterFilter, listDeadLetterRows, readDeadLetter } from './dead-letters/read.ts'
import type { Outbox } from './outbox.ts'
import type { Page, PageRequest } from './page.ts'
import { isPredictQueue } from './predictions/job.ts'
import type { Predictions } from './predictions.ts'

export interface NewDeadLetter {
  /** Unique and safe in a URL. */
  readonly id: string
  /** The queue or stream topic that it was read from, or could not be sent to. */
  readonly queue: string
  /** The body as it arrived. */
  readonly body: string | Uint8Array
  /** Its headers and properties, written by ports/properties. */
  readonly properties: string | null
  readonly reason: string
}

type Redriven =
  | { readonly is: 'not-found' }
  /** It was redriven before, or its prediction is no longer failed. */
  | { readonly is: 'refused'; readonly deadLetter: DeadLetter }
  /** A batch that could not be decoded: there are no bytes to send. */
  | { readonly is: 'empty'; readonly deadLetter: DeadLetter }
  | { readonly is: 'done'; readonly deadLetter: DeadLetter }

/** Failed jobs, unreadable messages and messages that could not be sent, with their reasons. */
export interface DeadLetters {
  /** Does nothing when the id exists. */
  add(deadLetter: NewDeadLetter): Promise<void>
  /** Does the same within the caller's transaction. */
  addWithin(transaction: Transaction<Tables>, deadLetters: readonly NewDeadLetter[]): Promise<void>
  get(id: string): Promise<DeadLetter | null>
  /** Returns the whole body. */
  body(id: string): Promise<Uint8Array | null>
  /** Newest first; by default only those not redriven. */
  list(filter: DeadLetterFilter, page: PageRequest): Promise<Page<DeadLetter>>
  count(): Promise<number>
  /** Retries a failed prediction in a new generation, or sends a message to its queue or topic again, unchanged. */
  redrive(id: string): Promise<Redriven>
  /** False: no such letter. */
  remove(id: string): Promise<boolean>
  sweep(before: number, limit: number): Promise<number>
}

const MAX_REASON_CHARACTERS = 2_000

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

  const addWithin: DeadLetters['addWithin'] = async (transaction, deadLetters) => {
    const created_at = clock.now()
    for (const { id, queue, body, properties, reason } of deadLetters)
      await transaction
        .insertInto('dead_letters')
        .values({
          id,
          queue,
          body: typeof body === 'string' ? Buffer.from(body) : body,
          properties,
          reason: toStorableReason(reason),
          prediction_id: null,
          created_at,
          redriven_at: null
        })
        .onConflict(on => on.doNothing())
        .execute()
  }

  /** Returns true for one caller only. */
  async function redriveMessage(id: string): Promise<boolean> {
    return database.write(async transaction => {
      const row = await transaction
        .updateTable('dead_letters')
        .set({ redriven_at: clock.now() })
        .where('id', '=', id)
        .where('redriven_at', 'is', null)
        .returning(['queue', 'body', 'properties'])
        .executeTakeFirst()
      if (row === undefined) return false
      const { queue, body, properties } = row
      const { key } = properties === null ? {} : readProperties(properties)
      await outbox.add(transaction, [
        {
          id: `${id}.redriven`,
          kind: kindOf(queue),
          destination: queue,
          key: keyOf(Buffer.from(body).toString()) ?? String(key || id),
          payload: '',
          bytes: body,
          properties
        }
      ])
      return true
    })
  }

  return {
    add: deadLetter => database.write(transaction => addWithin(transaction, [deadLetter])),
    addWithin,
    get: id => readDeadLetter(reader, id),
    async body(id) {
      const row = await reader
        .selectFrom('dead_letters')
        .select('body')
        .where('id', '=', id)
        .executeTakeFirst()
      return row?.body ?? null
    },
    list: (filter, page) => listDeadLetterRows(reader, filter, page),
    async count() {
      const row = await reader
        .selectFrom('dead_letters')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('redriven_at', 'is', null)
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },
    async redrive(id) {
      const deadLetter = await readDeadLetter(reader, id)
      if (deadLetter === null) return { is: 'not-found' }
      if (deadLetter.redrivenAt !== null) return { is: 'refused', deadLetter }
      if (deadLetter.predictionId === null) {
        if (deadLetter.bodyBytes === 0 && kindOf(deadLetter.queue) === 'message')
          return { is: 'empty', deadLetter }
        if (!(await redriveMessage(id))) return { is: 'refused', deadLetter }
        outbox.wake(kindOf(deadLetter.queue))
      } else if ((await predictions.retry(deadLetter.predictionId)).is !== 'done')
        return { is: 'refused', deadLetter }
      return { is: 'done', deadLetter: (await readDeadLetter(reader, id)) ?? deadLetter }
    },
    async remove(id) {
      const removed = await database.write(transaction =>
        transaction.deleteFrom('dead_letters').where('id', '=', id).returning('id').execute()
      )
      return removed.length > 0
    },
    sweep: (before, limit) =>
      database.write(async transaction => {
        const old = transaction
          .selectFrom('dead_letters')
          .select('id')
          .where('created_at', '<', before)
          .orderBy('created_at')
          .limit(limit)
        const result = await transaction.deleteFrom('dead_letters').where('id', 'in', old).executeTakeFirst()
        return Number(result.numDeletedRows)
      })
  }
}

function kindOf(queue: string): 'job' | 'message' {
  return isPredictQueue(queue) ? 'job' : 'message'
}

/** Replaces NUL, which a quoted message may contain and PostgreSQL cannot store. */
function toStorableReason(reason: string): string {
  return reason.slice(0, MAX_REASON_CHARACTERS).replaceAll('\0', '\uFFFD')
}

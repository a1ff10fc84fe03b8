import type { Transaction } from 'kysely'
import type { Database } from '../../ports/database.ts'
import { Failure } from '../../ports/errors.ts'
import type { Tables } from '../../ports/tables.ts'
import { buildInsertRows } from '../insert-rows.ts'
import type { Accepted, Submission } from '../predictions.ts'

export interface Keyed {
  readonly submission: Submission
  readonly accepted: Accepted
}

/** Idempotency keys: the first submission with a key reserves it; others get its prediction, or an error. */
interface Keys {
  /** Reserves keys. Returns the answer of each item that must not be inserted. */
  reserve<Item extends Keyed>(
    transaction: Transaction<Tables>,
    items: readonly Item[]
  ): Promise<ReadonlyMap<Item, Accepted | Failure>>
}

interface Holder {
  readonly bodyHash: string
  readonly accepted: Accepted
}

export function buildKeys(database: Database): Keys {
  const insert = buildInsertRows(
    database.reader,
    'idempotency_keys',
    ['key', 'body_hash', 'prediction_id', 'created_at'],
    query => query.onConflict(on => on.doNothing()).returning('key')
  )

  return {
    async reserve<Item extends Keyed>(transaction: Transaction<Tables>, items: readonly Item[]) {
      const answers = new Map<Item, Accepted | Failure>()
      const firsts = new Map<string, Item>()
      const keyed = items.filter(item => item.submission.idempotency !== undefined)
      if (keyed.length === 0) return answers
      for (const item of keyed) {
        const { key } = item.submission.idempotency!
        if (!firsts.has(key)) firsts.set(key, item)
      }
      const rows = [...firsts].map(([key, { submission, accepted }]) => ({
        key,
        body_hash: submission.idempotency!.bodyHash,
        prediction_id: accepted.id,
        created_at: accepted.createdAt
      }))
      const inserted = (await insert(transaction, rows)) as readonly { readonly key: string }[]
      const isNew = new Set(inserted.map(row => row.key))
      const holders = await readHolders(
        transaction,
        rows.map(row => row.key).filter(key => !isNew.has(key))
      )
      for (const item of keyed) {
        const { key, bodyHash } = item.submission.idempotency!
        const first = firsts.get(key)!
        if (item === first && isNew.has(key)) continue
        const holder = holders.get(key) ?? {
          bodyHash: first.submission.idempotency!.bodyHash,
          accepted: first.accepted
        }
        answers.set(item, holder.bodyHash === bodyHash ? { ...holder.accepted, isReplay: true } : refuse())
      }
      return answers
    }
  }
}

function refuse(): Failure {
  return new Failure(
    'idempotency-key-reused',
    'this key was already used with a different body: use a new key',
    {
      field: 'Idempotency-Key'
    }
  )
}

async function readHolders(
  transaction: Transaction<Tables>,
  keys: readonly string[]
): Promise<ReadonlyMap<string, Holder>> {
  if (keys.length === 0) return new Map()
  const rows = await transaction
    .selectFrom('idempotency_keys')
    .innerJoin('predictions', 'predictions.id', 'idempotency_keys.prediction_id')
    .select(['key', 'body_hash', 'id', 'generation', 'predictions.created_at', 'deadline_at'])
    .where('key', 'in', keys)
    .execute()
  return new Map(
    rows.map(row => [
      row.key,
      {
        bodyHash: row.body_hash,
        accepted: {
          id: row.id,
          generation: row.generation,
          createdAt: row.created_at,
          deadlineAt: row.deadline_at,
          isReplay: true
        }
      }
    ])
  )
}

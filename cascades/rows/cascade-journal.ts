import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../../ports/database.ts'
import type { Tables } from '../../ports/tables.ts'
import { EVENT_BYTES } from './packed-events.ts'

/** New events of many cascades of one partition, one cascade's behind another's. */
export interface JournalSegment {
  /** Segments of a partition are in order of these. */
  readonly number: number
  readonly cascadeIds: readonly string[]
  /** Of each cascade, how many events. */
  readonly counts: readonly number[]
  readonly bytes: Uint8Array
}

export interface CascadeJournal {
  /** Of one partition, in order; each cascade's events in order of arrival. What is in a chunk already may be there too. */
  journal(partition: number): Promise<readonly JournalSegment[]>
  addToJournal(transaction: Transaction<Tables>, partition: number, segment: JournalSegment): Promise<void>
  /** All of a partition: its cascades have their events in chunks now. */
  dropJournal(transaction: Transaction<Tables>, partition: number): Promise<void>
  /** One cascade's events. */
  dropFromJournal(transaction: Transaction<Tables>, partition: number, cascadeId: string): Promise<void>
}

export function buildCascadeJournal({ database }: { readonly database: Database }): CascadeJournal {
  async function read(from: Kysely<Tables>, partition: number): Promise<readonly JournalSegment[]> {
    const rows = await from
      .selectFrom('cascade_journal')
      .select(['number', 'cascades', 'bytes'])
      .where('partition', '=', partition)
      .orderBy('number')
      .execute()
    return rows.map(({ number, cascades, bytes }) => {
      const [cascadeIds, counts] = JSON.parse(cascades) as [string[], number[]]
      return { number, cascadeIds, counts, bytes }
    })
  }

  return {
    journal: partition => read(database.reader, partition),

    async addToJournal(transaction, partition, segment) {
      await transaction
        .insertInto('cascade_journal')
        .values({ partition, number: segment.number, ...toColumns(segment) })
        .execute()
    },

    async dropJournal(transaction, partition) {
      await transaction.deleteFrom('cascade_journal').where('partition', '=', partition).execute()
    },

    async dropFromJournal(transaction, partition, cascadeId) {
      for (const segment of await read(transaction, partition)) {
        if (!segment.cascadeIds.includes(cascadeId)) continue
        await transaction
          .updateTable('cascade_journal')
          .set(toColumns(leaveOut(segment, new Set([cascadeId]))))
          .where('partition', '=', partition)
          .where('number', '=', segment.number)
          .execute()
      }
    }
  }
}

/** Each cascade of a segment with its packed events. */
export function* listJournaled(segment: JournalSegment): Iterable<readonly [string, Uint8Array]> {
  let at = 0
  for (const [index, cascadeId] of segment.cascadeIds.entries()) {
    const end = at + segment.counts[index]! * EVENT_BYTES
    yield [cascadeId, segment.bytes.subarray(at, end)]
    at = end
  }
}

/** The segment without these cascades. */
export function leaveOut(segment: JournalSegment, ids: ReadonlySet<string>): JournalSegment {
  if (!segment.cascadeIds.some(id => ids.has(id))) return segment
  const kept = [...listJournaled(segment)].filter(([id]) => !ids.has(id))
  return {
    number: segment.number,
    cascadeIds: kept.map(([id]) => id),
    counts: kept.map(([, bytes]) => bytes.byteLength / EVENT_BYTES),
    bytes: Buffer.concat(kept.map(([, bytes]) => bytes))
  }
}

function toColumns({ cascadeIds, counts, bytes }: JournalSegment) {
  return { cascades: JSON.stringify([cascadeIds, counts]), bytes }
}
